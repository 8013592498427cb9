"""How many terminals of a site show a notice: sums for the deliveries page and the heads of pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from incidents.response.diagnosis.queries import heard_lately
from notices.content.models import Notice

from .choices import OPEN, STANDING, TextState
from .models import ScreenText


@dataclass(frozen=True, slots=True)
class Group:
    """The terminals of one site, or of all (site ""). standing: on how many it is to be; reached: where it was ever seen.

    silent: of those that are not as they should be, how many do not report. since: the first receipt.
    """

    notice: str
    site_code: str
    site: str
    terminals: int
    standing: int
    shown: int
    failed: int
    covered: int
    leaving: int
    lapsed: int
    reached: int
    silent: int
    showing: int
    since: datetime | None
    until: datetime | None

    @property
    def is_open(self) -> bool:
        return self.leaving > 0 or self.shown + self.covered < self.standing

    @property
    def needs_somebody(self) -> bool:
        """What goes wrong although the terminals report."""
        return self.failed > 0 or self.leaving > self.silent

    @property
    def tone(self) -> str:
        if self.leaving:
            return "danger" if self.leaving > self.silent else "warn"
        if not self.standing:
            return "neutral"
        if self.shown == self.standing:
            return "ok"
        return "warn" if self.failed or self.silent or self.covered else "info"


def by_site(notices: Iterable[Notice], now: datetime) -> Sequence[Group]:
    """Groups by notice and site, in that order; one query."""
    rows = ScreenText.objects.filter(notice__in=list(notices)).order_by("notice_id", "terminal__site__code")
    places = ("notice__number", "terminal__site__code", "terminal__site__name")
    sums = _sums(now)
    found = rows.values(*places).annotate(**sums).values_list(*places, *sums)
    return [Group(*row) for row in found]


def whole(notice: Notice, now: datetime) -> Group:
    """All terminals of a notice; one query."""
    return Group(notice.number, "", "", **ScreenText.objects.filter(notice=notice).aggregate(**_sums(now)))


def _sums(now: datetime) -> dict[str, Count | Min | Max]:
    def count(**which: object) -> Count:
        return Count("pk", filter=Q(**which))

    unsettled = Q(state__in=OPEN) & ~Q(state=TextState.SHOWN)
    stands = Q(state=TextState.SHOWN) | Q(state=TextState.LEAVING, reached_at__isnull=False)
    return {
        "terminals": Count("pk"),
        "standing": count(state__in=STANDING),
        "shown": count(state=TextState.SHOWN),
        "failed": count(state=TextState.FAILED),
        "covered": count(state=TextState.COVERED),
        "leaving": count(state=TextState.LEAVING),
        "lapsed": count(state=TextState.LAPSED),
        "reached": count(reached_at__isnull=False),
        "silent": Count("pk", filter=unsettled & ~heard_lately(now)),
        "showing": Count("pk", filter=stands),
        "since": Min("shown_at"),
        "until": Max("until", filter=Q(state__in=OPEN)),
    }
