"""Four eyes: whoever wrote a text or handed it in does not approve it."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from notices.content import access
from notices.content.choices import NoticeEventKind, NoticeStatus
from notices.content.models import Notice
from notices.content.rules import Verb
from resources.staff.models import Person

from .checking import require_clean
from .issuing import put_out
from .moving import Move, moving


def submit(notice: Notice, *, actor: Person, now: datetime) -> Notice:
    """Hand a draft in for review. Raises Forbidden; Refused: notice_status, notice_problems (its text says which)."""
    with moving(notice, Verb.SUBMIT, actor=actor, now=now) as move:
        require_clean(move.notice)
        move.save(status=NoticeStatus.REVIEW, submitted_at=now, submitted_by=actor)
        move.write(NoticeEventKind.SUBMITTED, version=move.notice.version)
    return move.notice


def send_back(notice: Notice, *, actor: Person, now: datetime, reason: str) -> Notice:
    """Back to whoever writes, with what is to be changed. Raises Forbidden; Refused("notice_status"); Invalid("notice_reason")."""
    if not reason.strip():
        raise Invalid("notice_reason", _("请说明退回的原因。"))
    with moving(notice, Verb.SEND_BACK, actor=actor, now=now) as move:
        move.save(status=NoticeStatus.DRAFT, approved_version=None, approved_at=None, approved_by=None)
        move.write(NoticeEventKind.RETURNED, reason)
    return move.notice


def approve(notice: Notice, *, actor: Person, now: datetime, seen: int, and_issue: bool = False) -> Notice:
    """Approve the version that the person has read (`seen`), and issue it at once if asked to.

    Raises Forbidden("notice_same_person"); Refused: notice_status, notice_changed, notice_problems, and those of issue().
    """
    with moving(notice, Verb.APPROVE, actor=actor, now=now) as move:
        _require_second(move, actor)
        if move.notice.version != seen:
            raise Refused("notice_changed", _("公告已有新的版本，请刷新后重新审核。"))
        require_clean(move.notice)
        move.save(status=NoticeStatus.APPROVED, approved_version=seen, approved_at=now, approved_by=actor)
        move.write(NoticeEventKind.APPROVED, version=seen)
        if and_issue:
            put_out(move)
    return move.notice


def _require_second(move: Move, actor: Person) -> None:
    wrote = move.notice.texts.filter(Q(version=move.notice.version)).values_list("saved_by", flat=True).first()
    if not access.may_approve(actor, move.notice, wrote):
        raise Forbidden(
            "notice_same_person",
            _("起草或提交公告的人不能自己审核。请由另一人审核；情况紧急时由总指挥或值班经理“紧急发布”。"),
        )
