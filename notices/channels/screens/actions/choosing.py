"""What people decide: where a notice is shown, before and after it is issued; taking it off single terminals; trying again."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.errors import Refused
from notices.channels.screens import queries
from notices.channels.screens.access import OUTLET, is_for_screens
from notices.channels.screens.choices import OPEN, STANDING, Places, TextState
from notices.channels.screens.models import ScreenChoice, ScreenText
from notices.content import access
from notices.content.actions.moving import on_behalf, write_event
from notices.content.choices import PENDING_STATUSES, NoticeEventKind, NoticeStatus
from notices.content.models import Notice
from resources.network.access import terminals_for
from resources.staff.models import Person

from .wanting import leave, lock, look_now, put_up


@dataclass(frozen=True, slots=True)
class Where:
    """On which terminals: ids of sites with SITES, of terminals with TERMINALS. neighbours: with ALL, the sites nearby too."""

    places: str = Places.ALL
    neighbours: bool = False
    sites: Collection[int] = field(default_factory=tuple)
    terminals: Collection[int] = field(default_factory=tuple)

    @property
    def is_other_than_the_notices(self) -> bool:
        """Whether terminals may be meant that are not of the notice's own sites."""
        return self.neighbours or self.places in (Places.SITES, Places.TERMINALS)


def choose(notice: Notice, where: Where, *, actor: Person, now: datetime) -> ScreenChoice:
    """Say where the notice is shown; what is issued follows at once. Raises Forbidden; Refused: notice_status, screen_not_wanted, screen_region."""
    with _held(notice, actor, (*PENDING_STATUSES, NoticeStatus.ISSUED)) as held:
        _require_for_screens(held)
        choice, _new = ScreenChoice.objects.update_or_create(
            notice=held,
            defaults={
                "places": where.places,
                "neighbours": where.neighbours,
                "sites": sorted(set(where.sites)),
                "terminals": sorted(set(where.terminals)),
                "without": [],
            },
        )
        wanted = queries.chosen(held, choice)
        if where.is_other_than_the_notices:
            _require_sight(actor, wanted)
        if held.status == NoticeStatus.ISSUED:
            _follow(held, wanted, now)
        _write(held, _("终端屏幕显示范围：%s") % Places(where.places).label, actor, now)
    return choice


def take_off(notice: Notice, terminals: Collection[int], *, actor: Person, now: datetime) -> int:
    """Take an issued notice off these terminals; what follows it leaves them out too. How many showed it or were to."""
    with _held(notice, actor, (NoticeStatus.ISSUED,)) as held:
        _leave_out(held, lambda without: without | set(terminals))
        gone = leave(ScreenText.objects.filter(notice=held, terminal__in=terminals), now=now)
        if gone:
            text = ngettext("从 %(n)s 台终端的屏幕撤下", "从 %(n)s 台终端的屏幕撤下", len(gone))
            _write(held, text % {"n": len(gone)}, actor, now)
    return len(gone)


def put_back(notice: Notice, terminals: Collection[int], *, actor: Person, now: datetime) -> int:
    """Show an issued notice again where it was taken off; how many. Raises Forbidden; Refused: notice_status, screen_not_wanted."""
    with _held(notice, actor, (NoticeStatus.ISSUED,)) as held:
        _require_for_screens(held)
        _leave_out(held, lambda without: without - set(terminals))
        choice = queries.choice_of(held)
        standing = ScreenText.objects.filter(notice=held, state__in=STANDING).values_list("terminal_id", flat=True)
        wanted = (set(queries.chosen(held, choice)) & set(terminals)) - set(standing)
        put_up(held, sorted(wanted), now=now)
        if wanted:
            text = ngettext("在 %(n)s 台终端的屏幕重新显示", "在 %(n)s 台终端的屏幕重新显示", len(wanted))
            _write(held, text % {"n": len(wanted)}, actor, now)
    return len(wanted)


def retry(notice: Notice, terminals: Collection[int], *, actor: Person, now: datetime) -> int:
    """Send again, or clear again, without waiting; over a text that somebody else has put there since. How many are open."""
    with _held(notice, actor, tuple(NoticeStatus)) as held:
        rows = ScreenText.objects.filter(notice=held, terminal__in=terminals, state__in=OPEN)
        open_now = list(rows.values_list("terminal_id", flat=True))
        lock(open_now)
        rows.filter(state=TextState.COVERED).update(state=TextState.WANTED, state_at=now, wanted_at=now)
        look_now(open_now, now=now)
    return len(open_now)


@contextmanager
def _held(notice: Notice, actor: Person, statuses: Collection[str]) -> Iterator[Notice]:
    """The notice's row locked in a transaction. Raises Forbidden; Refused for another status."""
    access.require_author(actor, notice.region_id)
    with transaction.atomic():
        held = Notice.objects.select_for_update(of=("self",), no_key=True).select_related("incident").get(pk=notice.pk)
        if held.status not in statuses:
            raise Refused(
                "notice_status",
                gettext_lazy("公告%(number)s现为“%(status)s”，不能再更改屏幕显示。请刷新页面。"),
                number=held.number, status=held.get_status_display(),
            )  # fmt: skip
        yield held


def _require_for_screens(notice: Notice) -> None:
    """Raises Refused("screen_not_wanted") for what is issued and must not stand on screens."""
    if notice.status == NoticeStatus.ISSUED and not is_for_screens(notice):
        raise Refused("screen_not_wanted", gettext_lazy("演练公告和发布时没有选择终端屏幕的公告，不能在终端上显示。"))


def _require_sight(actor: Person, terminals: Collection[int]) -> None:
    """Raises Refused("screen_region") for terminals in regions that the actor does not answer for."""
    if terminals_for(actor).filter(pk__in=terminals).count() < len(terminals):
        raise Refused(
            "screen_region",
            gettext_lazy("其中有您负责区域以外的终端，不能由您更改。请取消“邻近网点也显示”，或联系上级信息发布人员。"),
        )


def _follow(notice: Notice, wanted: Collection[int], now: datetime) -> None:
    """Bring an issued notice to where it is wanted, and away from elsewhere."""
    rows = ScreenText.objects.filter(notice=notice)
    standing = set(rows.filter(state__in=STANDING).values_list("terminal_id", flat=True))
    lock({*wanted, *standing})
    leave(rows.exclude(terminal__in=wanted), now=now)
    put_up(notice, sorted(set(wanted) - standing), now=now)


def _leave_out(notice: Notice, changed: Callable[[set[int]], set[int]]) -> None:
    choice = queries.choice_of(notice)
    choice.without = sorted(changed(set(choice.without)))
    choice.save()


def _write(notice: Notice, sentence: str, actor: Person, now: datetime) -> None:
    acting_for = on_behalf(actor, notice.incident, notice.region_id, now)
    write_event(
        notice, NoticeEventKind.OUTLET, now=now, actor=actor, acting_for=acting_for, outlet=OUTLET, sentence=sentence
    )
