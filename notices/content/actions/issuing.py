"""Issuing: the approved text goes to every outlet in one transaction, and takes the place of the one before."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from notices.content import access, registry, rules, snapshot
from notices.content.choices import NoticeEventKind, NoticeKind, NoticeStatus
from notices.content.models import Notice, NoticeSite
from notices.content.rules import Verb
from resources.staff.models import Person

from .checking import require_clean
from .drafting import affected_by
from .moving import Move, moving

#: their sites tell what is out of order there
_WITH_FACTS = frozenset({NoticeKind.ALERT, NoticeKind.UPDATE})


def issue(notice: Notice, *, actor: Person | None, now: datetime) -> Notice:
    """Make an approved notice public. Raises Forbidden; Refused: notice_status, notice_out_of_date."""
    with moving(notice, Verb.ISSUE, actor=actor, now=now) as move:
        put_out(move)
    return move.notice


def issue_in_emergency(notice: Notice, *, actor: Person, now: datetime, reason: str, seen: int) -> Notice:
    """Issue without a second person; who, why and that nobody else has approved it stays on record and on the notice.

    Raises Forbidden; Invalid("notice_reason"); Refused: notice_status, notice_changed, notice_no_override, notice_problems,
    notice_out_of_date.
    """
    if not reason.strip():
        raise Invalid("notice_reason", _("请说明为何不能等待第二人审核。"))
    with moving(notice, Verb.OVERRIDE, actor=actor, now=now) as move:
        if not access.may_override(move.notice.kind):
            raise Refused("notice_no_override", _("审核规则不允许此类公告紧急发布，请由第二人审核。"))
        if move.notice.version != seen:
            raise Refused("notice_changed", _("公告已有新的版本，请刷新后重试。"))
        require_clean(move.notice)
        move.save(approved_version=seen, override_reason=reason.strip()[:200])
        move.write(NoticeEventKind.OVERRIDDEN, reason, version=seen)
        move.tell_incident("notice_overridden", reason)
        put_out(move)
    return move.notice


def put_out(move: Move) -> None:
    """The state, the copies and what every outlet is to do. Within the caller's transaction."""
    notice = move.notice
    if notice.expires_at <= move.now:
        raise Refused("notice_out_of_date", _("公告的有效期已过，请退回修改有效期后再发布。"))
    _require_timely(notice)
    before = _standing(notice)
    if before is not None:
        _supersede(move, before)
    move.save(status=NoticeStatus.ISSUED, issued_at=move.now, issued_by=move.actor, previous=before or notice.previous)
    _copy_facts(notice, move.now)
    move.write(NoticeEventKind.ISSUED, version=notice.approved_version)
    move.tell_incident("notice_published", kind=notice.kind)
    _hand_to_outlets(move, before)


def _require_timely(notice: Notice) -> None:
    """What was approved before the incident ended, or before it was opened again, is not told after it."""
    if notice.incident is None or rules.is_timely(notice.kind, notice.incident.status):
        return
    values = {"number": notice.incident.number, "status": notice.incident.get_status_display()}
    if notice.kind == NoticeKind.ALL_CLEAR:
        raise Refused("notice_out_of_date", _("事件%(number)s现为“%(status)s”，尚未恢复，不能发布恢复公告。"), **values)
    raise Refused(
        "notice_out_of_date",
        _("事件%(number)s现为“%(status)s”，不能再发布故障消息。请放弃本公告，改发恢复公告。"),
        **values,
    )


def _standing(notice: Notice) -> Notice | None:
    """The issued notice that this one replaces, locked."""
    issued = Notice.objects.filter(status=NoticeStatus.ISSUED)
    wanted = issued.filter(followers=notice) if notice.incident is None else issued.filter(incident=notice.incident)
    return wanted.select_for_update(of=("self",), no_key=True).first()


def _supersede(move: Move, before: Notice) -> None:
    before.status, before.ended_at, before.ended_by = NoticeStatus.SUPERSEDED, move.now, move.actor
    before.save(update_fields=["status", "ended_at", "ended_by"])
    Move(before, move.actor, move.acting_for, move.now).write(NoticeEventKind.SUPERSEDED, by=move.notice.number)


def _copy_facts(notice: Notice, now: datetime) -> None:
    if notice.incident is None or notice.kind not in _WITH_FACTS:
        return
    rows = list(notice.sites.select_related("site__region"))
    contents = snapshot.contents(notice.incident, [row.site for row in rows], now)
    affected = affected_by(notice.incident)
    for row in rows:
        row.facts, row.affected = contents.get(row.site_id, {}), affected.get(row.site_id, 0)
    NoticeSite.objects.bulk_update(rows, ["facts", "affected"], batch_size=500)


def _hand_to_outlets(move: Move, before: Notice | None) -> None:
    notice = move.notice
    kept: list[str] = []
    for outlet in registry.outlets():
        stood = before is not None and outlet.code in before.outlets
        wanted = outlet.code in notice.outlets and outlet.serves(notice)
        if notice.is_drill and outlet.is_public:
            kept += [outlet.code] if wanted else []
        elif wanted and stood and outlet.replace is not None:
            outlet.replace(notice, **_by(move))
        else:
            if stood and before is not None:
                outlet.withdraw(before, **_by(move))
            if wanted:
                outlet.publish(notice, **_by(move))
    if kept:
        move.write(NoticeEventKind.OUTLET, kept_from_public=kept)


def take_back(move: Move) -> None:
    """Every outlet where the notice stood takes it away. Within the caller's transaction."""
    for outlet in registry.outlets():
        if outlet.code in move.notice.outlets and not (move.notice.is_drill and outlet.is_public):
            outlet.withdraw(move.notice, **_by(move))


def _by(move: Move) -> dict[str, Any]:
    return {"actor": move.actor, "now": move.now}
