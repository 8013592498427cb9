"""Is it real? Confirm, call it a false alarm, open again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.roles import Role, has_role
from incidents.escalation import actions as escalation
from incidents.response import messages, posts, queries
from incidents.response.choices import EntryKind, Status
from incidents.response.models import FormerRun, Incident
from incidents.response.rules.transitions import Verb, reopened_status
from incidents.response.tasks.actions import following
from resources.staff.choices import Function
from resources.staff.models import Person

from . import duties, ending, figures, overruling, resources
from .moving import Move, moving


def confirm(incident: Incident, *, actor: Person, now: datetime, text: str = "") -> Incident:
    """待确认 → 已确认. Whoever confirms has it: that acknowledges the call too. Whoever decides on the response is told at once."""
    with moving(incident, Verb.CONFIRM, actor=actor, now=now) as move:
        move.save(status=Status.CONFIRMED, confirmed_at=now)
        if people := _ask_for_decision(move, actor):
            move.write(EntryKind.CONFIRMED, "confirmed_and_asked", text, people=messages.names_of(people))
        else:
            move.write(EntryKind.CONFIRMED, "confirmed", text)
        duties.follow_status(move.incident, now)
        hold(move, actor)
    return move.incident


def _ask_for_decision(move: Move, actor: Person) -> list[Person]:
    """The calls stop, and the step that follows is a commander's: who is asked for it, nobody where it is the actor's own."""
    named = Function.COMMANDER in posts.named(move.incident.pk)
    people = posts.leads(move.incident, move.now)
    if actor in people or (has_role(actor, Role.COMMANDER) and not named):
        return []
    key = f"decide:{move.now:%Y%m%d%H%M%S}"
    messages.tell(move.incident, people, what=messages.DECIDE, key=key, now=move.now, urgent=True)
    return people


def hold(move: Move, actor: Person) -> datetime:
    """Let the actor's decision count as an acknowledgement; until when it holds."""
    held = escalation.acknowledge(
        duties.SUBJECT,
        move.incident.pk,
        actor=actor,
        now=move.now,
        minutes=move.incident.policy_version.acknowledgement_minutes,
        acting_for=move.acting_for,
    )
    return held.expires_at


def mark_false_alarm(incident: Incident, *, actor: Person, now: datetime, text: str) -> Incident:
    """待确认 or 已确认 → 误报, with the reason. Raises Invalid without one.

    Reports that still say otherwise an hour later open it again.
    """
    if not text.strip():
        raise Invalid("reason", _("请说明判断为误报的理由。"))
    with moving(incident, Verb.FALSE_ALARM, actor=actor, now=now) as move:
        down = overruling.require_reason(move, text)
        move.save(status=Status.FALSE_ALARM, closed_at=now)
        move.release_terminals()
        duties.follow_status(move.incident, now)
        resources.end(move)
        ending.ended(move)
        overruling.tell_end(move, EntryKind.FALSE_ALARM, "false_alarm", text, down=down)
    return move.incident


def reopen(incident: Incident, *, actor: Person, now: datetime, text: str) -> Incident:
    """已恢复, 已关闭 or 误报 → as far as it had come. The clock goes on from where it started, it never starts anew."""
    if not text.strip():
        raise Invalid("reason", _("请说明重新打开的理由。"))
    with moving(incident, Verb.REOPEN, actor=actor, now=now) as move:
        reopen_locked(move, "reopened", text)
    return move.incident


def reopen_by_warning(incident: Incident, now: datetime) -> Incident:
    """The same by the system: its warning goes on."""
    with moving(incident, Verb.REOPEN, actor=None, now=now) as move:
        reopen_locked(move, "reopened_by_warning")
    return move.incident


def reopen_if_reported_down(move: Move) -> bool:
    """Open it again, with its terminals as they are reported now, when the reports still contradict its end."""
    if not queries.reported_down(move.incident):
        return False
    reopen_locked(move, "reopened_by_reports")
    kin = queries.family(move.incident)
    for warning in queries.open_warnings(move.incident).select_related("incident"):
        figures.take_from_warning(move.incident, warning, only_known=warning.incident.pk not in kin)
    return True


def reopen_locked(move: Move, code: str, text: str = "") -> None:
    """The same inside another action."""
    row = move.incident
    _keep_run(move, text)
    following.follow_reopening(move)
    row.terminals.filter(until=row.restored_at or row.closed_at).update(until=None)
    status = reopened_status(row.status, activated=row.activated_at is not None, confirmed=row.confirmed_at is not None)
    move.save(status=status, restored_at=None, closed_at=None)
    move.write(EntryKind.REOPENED, code, text)
    escalation.cancel(duties.SUBJECT, row.pk, now=move.now)
    duties.resume(row, move.now)


def _keep_run(move: Move, reason: str) -> None:
    """How it had ended: what is overwritten when it is opened again."""
    row = move.incident
    FormerRun.objects.create(
        incident=row,
        number=row.former_runs.count() + 1,
        status=row.status,
        restored_at=row.restored_at,
        closed_at=row.closed_at,
        clock_started_at=row.clock_started_at,
        clock_due_at=row.clock_due_at,
        clock_stopped_at=row.clock_stopped_at,
        terminals=row.affected_terminals,
        reopened_at=move.now,
        reopened_by=move.actor,
        reason=reason.strip(),
    )
