"""The end of a notice that nothing replaces."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from notices.content.choices import NoticeEventKind, NoticeStatus
from notices.content.models import Notice
from notices.content.rules import Verb
from resources.staff.models import Person

from .issuing import take_back
from .moving import moving


def withdraw(notice: Notice, *, actor: Person | None, now: datetime, reason: str) -> Notice:
    """Take an issued notice back everywhere, without another in its place. Raises Forbidden; Refused("notice_status");
    Invalid("notice_reason")."""
    if not reason.strip():
        raise Invalid("notice_reason", _("请说明撤回的原因。"))
    with moving(notice, Verb.WITHDRAW, actor=actor, now=now) as move:
        move.save(status=NoticeStatus.WITHDRAWN, ended_at=now, ended_by=actor, end_reason=reason.strip()[:200])
        move.write(NoticeEventKind.WITHDRAWN, reason)
        move.tell_incident("notice_taken_back", reason)
        take_back(move)
    return move.notice


def expire(notice: Notice, *, now: datetime) -> bool:
    """Take a notice back whose time is over; False if it is not over (any more). Raises Refused("notice_status")."""
    with moving(notice, Verb.EXPIRE, actor=None, now=now) as move:
        if move.notice.expires_at > now:
            return False
        move.save(status=NoticeStatus.EXPIRED, ended_at=now)
        move.write(NoticeEventKind.EXPIRED)
        move.tell_incident("notice_expired")
        take_back(move)
    return True
