"""The status page as an outlet of notices. It reads the notices themselves, so all there is to do is to say that they changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.content import addresses
from notices.content.choices import NoticeStatus
from notices.content.models import Notice
from notices.content.registry import Line, Outlet, Preview, register
from notices.content.told import Told
from resources.staff.models import Person

from . import actions, telling
from .models import StatusEdition
from .queries import CODE


def preview(told: Told) -> Preview:
    return Preview("status/_preview.html", {"told": told})


def changed(notice: Notice, *, actor: Person | None, now: datetime) -> None:
    actions.change(now)


def lines(notices: Sequence[Notice], now: datetime) -> Iterable[Line]:
    """The page itself, and the copy for when the application is down. One query."""
    row = StatusEdition.objects.filter(pk=StatusEdition.ONLY).first()
    for notice in notices:
        if notice.is_drill or notice.issued_at is None or CODE not in notice.outlets:
            continue
        yield _page(notice)
        yield _copy(notice, row)


def _page(notice: Notice) -> Line:
    standing = notice.status == NoticeStatus.ISSUED
    return Line(
        outlet=CODE,
        notice=notice.pk,
        place=_("状态页"),
        state=_("显示中") if standing else _("已标明失效"),
        tone="ok" if standing else "neutral",
        since=notice.issued_at,
        until=notice.ended_at or notice.expires_at,
        standing=standing,
        link=addresses.page_of(notice.number),
    )


def _copy(notice: Notice, row: StatusEdition | None) -> Line:
    """Whether the copy is younger than the last change of this notice."""
    changed_at = notice.ended_at or notice.issued_at
    written = row.written_at if row else None
    told = changed_at is not None and written is not None and written >= changed_at
    return Line(
        outlet=CODE,
        notice=notice.pk,
        place=_("状态页的静态副本"),
        state=_("已写入") if told else _("待写入"),
        tone="ok" if told else "danger" if row and row.failure else "warn",
        since=written,
        open=not told,
        standing=bool(told) and notice.status == NoticeStatus.ISSUED,
        detail=row.failure
        if row and not told
        else _("写入于 %(at)s") % {"at": telling.moment(written)}
        if written
        else "",
    )


OUTLET = Outlet(
    code=CODE,
    label=gettext_lazy("状态页"),
    icon="globe-asia-australia",
    order=50,
    is_public=True,
    preview=preview,
    publish=changed,
    replace=changed,
    withdraw=changed,
    lines=lines,
)
register(OUTLET)
