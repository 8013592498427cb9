"""The outlet `cap`. Not public as a whole: a drill has Exercise messages, which only those who log in can read."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from notices.content import registry
from notices.content.choices import NoticeStatus
from notices.content.models import Notice
from notices.content.registry import Limit, Line, Outlet, Preview
from notices.content.told import Told

from . import addresses, reading, rules, sending
from .choices import MessageStatus, MessageType
from .models import CapMessage
from .writing import line

CODE = "cap"


def preview(told: Told) -> Preview:
    """The message as it went out or would go out now, read back from its XML."""
    notice = Notice.objects.select_related("incident", "previous").get(pk=told.pk)
    alert, document = sending.shown(told, notice, clock.now())
    found = rules.errors(reading.parsed(document.encode()))
    limits = [Limit(_("标题（%s）") % info.language, len(line(info.headline)), rules.HEADLINE) for info in alert.infos]
    context = {"alert": alert, "xml": document}
    return Preview("cap/_preview.html", context, limits, [str(finding) for finding in found])


def lines(notices: Sequence[Notice], now: datetime) -> Iterable[Line]:
    """One line a notice: its newest message. One query."""
    newest: dict[int, CapMessage] = {}
    for message in CapMessage.objects.filter(notice__in=notices).order_by("sent", "pk").defer("xml", "summary"):
        newest[message.notice_id] = message
    return [_line(newest[notice.pk], notice, now) for notice in notices if notice.pk in newest]


def _line(message: CapMessage, notice: Notice, now: datetime) -> Line:
    """A message that another one replaced has none after it of its own notice: that one refers to it."""
    drill = message.status == MessageStatus.EXERCISE
    cancelled = message.msg_type == MessageType.CANCEL
    replaced = notice.status == NoticeStatus.SUPERSEDED and not cancelled
    ended = cancelled or replaced or (message.expires is not None and message.expires <= now)
    return Line(
        outlet=CODE,
        notice=notice.pk,
        place=message.identifier,
        state=_("已被后续消息替代") if replaced else message.get_msg_type_display(),
        tone="neutral" if ended else "info" if drill else "ok",
        since=message.sent,
        until=message.expires,
        standing=not ended and not drill,
        link=addresses.page_of(message),
        detail=_("演练消息，仅登录后可见") if drill else "",
    )


OUTLET = Outlet(
    code=CODE,
    label=_("CAP 订阅源"),
    icon="rss",
    order=70,
    is_public=False,
    preview=preview,
    publish=sending.publish,
    replace=sending.publish,
    withdraw=sending.withdraw,
    lines=lines,
)
registry.register(OUTLET)
