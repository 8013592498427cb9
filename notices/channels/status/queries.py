"""What the public may know, read for the status page: issued notices that are no drills, and the sites they name.

Nothing here reads an incident. Every function takes a fixed number of queries, however many notices and sites there are.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from incidents.escalation.models import Heartbeat
from notices.content.choices import ENDED_STATUSES, Language, NoticeStatus
from notices.content.models import Notice, NoticeSite, NoticeText
from notices.content.told import FIELDS, Words
from resources.network.filters import site_matches
from resources.network.models import Site
from resources.network.regions import is_within

from . import rules
from .rules import State

CODE: Final = "status"
#: the sweep that looks at every terminal
LOOKING: Final = "detect_warnings"
MOST_FOUND: Final = 30
#: how many sites a notice names; a count of its own, for grouping by every column of a notice costs more
_SITES: Final = (
    NoticeSite.objects.order_by().filter(notice=OuterRef("pk")).values("notice").annotate(n=Count("pk")).values("n")
)


@dataclass(frozen=True, slots=True)
class Item:
    """A public notice. words: in the language asked for, else in Chinese; `language` is theirs. sites: how many it names."""

    pk: int
    number: str
    kind: str
    state: State
    words: Words
    language: str
    region_code: str
    region: str
    sites: int
    incident: int | None
    previous: int | None
    began_at: datetime
    expected_until: datetime | None
    expires_at: datetime
    issued_at: datetime
    ended_at: datetime | None

    @property
    def is_outage(self) -> bool:
        return rules.is_outage(self.kind)

    @property
    def is_current(self) -> bool:
        return self.state == State.CURRENT

    def covers(self, region: str) -> bool:
        """Whether it names no sites because it is about all of a region, and this region lies in it."""
        return not self.sites and (not self.region_code or is_within(region, self.region_code))


@dataclass(frozen=True, slots=True)
class Place:
    """A site as the public may see it."""

    pk: int
    code: str
    name: str
    region: str
    address: str
    hours: str
    phone: str


@dataclass(frozen=True, slots=True)
class AtPlace:
    """What a notice says of one site. facts: see wording.content, {} where there is nothing of its own."""

    item: Item
    affected: int
    facts: Mapping[str, Any]


def public() -> QuerySet[Notice]:
    """Everything that anybody may read: never a drill, never what was not issued."""
    return Notice.objects.filter(
        is_drill=False, issued_at__isnull=False, status__in=[NoticeStatus.ISSUED, *ENDED_STATUSES]
    )


def listed() -> QuerySet[Notice]:
    """What stands on this page: public notices for which it was chosen."""
    return public().filter(outlets__contains=[CODE])


def current(language: str, now: datetime) -> list[Item]:
    """What holds now, the newest first."""
    return items(listed().filter(status=NoticeStatus.ISSUED, expires_at__gt=now), language, now)


def items(notices: QuerySet[Notice], language: str, now: datetime) -> list[Item]:
    """The newest first. Two queries. A notice without an approved text is left out."""
    rows = list(
        notices.select_related("region")
        .annotate(site_count=Coalesce(Subquery(_SITES), 0))
        .defer("basis", "outlets")
        .order_by("-issued_at", "-pk")
    )
    words = _words([row.pk for row in rows], language)
    return [_item(row, row.site_count, *words[row.pk], now) for row in rows if row.pk in words]


def chain(item: Item, language: str, now: datetime) -> list[Item]:
    """The notices of the same trouble, this one included, the oldest first."""
    if item.incident is not None:
        same = Q(incident=item.incident)
    else:
        same = Q(pk=item.pk) | Q(pk=item.previous) | Q(previous=item.pk)
    return items(public().filter(same), language, now)[::-1]


def places(sites: QuerySet[Site], most: int | None = None) -> list[Place]:
    rows = sites.order_by("region_id", "code").values_list(
        "pk", "code", "name", "region_id", "address", "opening_hours", "phone"
    )[:most]
    return [Place(*row) for row in rows if rules.can_be_a_place(row[1])]


def place(code: str) -> Place | None:
    found = places(Site.objects.filter(code=code))
    return found[0] if found else None


def search(words: Sequence[str]) -> list[Place]:
    """Sites by name, pinyin, address or code: every word must match."""
    found = Site.objects.all()
    for word in words:
        found = found.filter(site_matches(word))
    return places(found, MOST_FOUND + 1)


def named_by(found: Collection[Item]) -> QuerySet[Site]:
    """The sites that these notices name."""
    return Site.objects.filter(pk__in=NoticeSite.objects.filter(notice__in=[item.pk for item in found]).values("site"))


def counted_by_region(sites: QuerySet[Site]) -> dict[str, int]:
    """How many of these sites lie in each region, by its own code."""
    return dict(sites.order_by().values_list("region_id").annotate(Count("pk")))


def at_places(found: Collection[Item], sites: Collection[int]) -> dict[int, list[AtPlace]]:
    """The same with the sites' own facts, for these sites."""
    by_pk = {item.pk: item for item in found}
    rows = NoticeSite.objects.filter(notice__in=by_pk, site__in=sites).order_by("-notice__issued_at")
    at: dict[int, list[AtPlace]] = defaultdict(list)
    for row in rows:
        at[row.site_id].append(AtPlace(by_pk[row.notice_id], row.affected, row.facts))
    return at


def of_places(
    here: Collection[Place], found: Collection[Item], language: str, now: datetime
) -> dict[int, tuple[list[AtPlace], list[Item]]]:
    """By site id: what of these current notices holds there, and its notices of the last 90 days that hold no more.

    Two queries, one where nothing has passed.
    """
    by_pk = {item.pk: item for item in found}
    recent = listed().filter(issued_at__gte=now - rules.HISTORY)
    rows = NoticeSite.objects.filter(
        Q(notice__in=by_pk) | Q(notice__in=recent), site__in=[place.pk for place in here]
    ).select_related("notice__region")
    named: dict[int, list[AtPlace]] = defaultdict(list)
    past: dict[int, list[Notice]] = defaultdict(list)
    for row in rows.order_by("-notice__issued_at", "-notice"):
        if row.notice_id in by_pk:
            named[row.site_id].append(AtPlace(by_pk[row.notice_id], row.affected, row.facts))
        else:
            past[row.site_id].append(row.notice)
    gone = {notice.pk for notices in past.values() for notice in notices}
    words = _words(gone, language) if gone else {}
    return {
        place.pk: (
            named[place.pk] + [AtPlace(item, 0, {}) for item in found if item.covers(place.region)],
            [_item(one, 0, *words[one.pk], now) for one in past[place.pk] if one.pk in words],
        )
        for place in here
    }


def looked_at() -> datetime | None:
    """When all terminals were last looked at."""
    return Heartbeat.objects.filter(name=LOOKING).values_list("at", flat=True).first()


def _words(notices: Collection[int], language: str) -> dict[int, tuple[Words, str]]:
    """The approved words by notice."""
    texts = NoticeText.objects.filter(
        notice__in=notices, version=F("notice__approved_version"), language__in={Language.ZH, language}
    )
    found: dict[int, tuple[Words, str]] = {}
    for text in texts:
        if text.notice_id not in found or text.language == language:
            words = Words(**{name: getattr(text, name) for name in FIELDS})
            found[text.notice_id] = (words, text.language)
    return found


def _item(row: Notice, sites: int, words: Words, language: str, now: datetime) -> Item:
    state = rules.state_of(row.status, row.expires_at, now)
    ended = row.ended_at or (row.expires_at if state == State.EXPIRED else None)
    return Item(
        pk=row.pk, number=row.number, kind=row.kind, state=state, words=words, language=language,
        region_code=row.region_id or "", region=row.region.name if row.region else "", sites=sites,
        incident=row.incident_id, previous=row.previous_id, began_at=row.began_at, expected_until=row.expected_until,
        expires_at=row.expires_at, issued_at=row.issued_at or row.created_at, ended_at=ended,
    )  # fmt: skip
