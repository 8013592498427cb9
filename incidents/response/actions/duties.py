"""Deadlines of an incident: the duty of its status and the 30-minute clock."""

from datetime import datetime
from typing import Any

from incidents.escalation import actions as escalation
from incidents.escalation.choices import DeadlineState
from incidents.escalation.models import Deadline
from incidents.escalation.queries import next_round
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.choices import SUBJECT as SUBJECT
from incidents.response.models import Incident
from incidents.response.rules import clock, duties


def follow_status(incident: Incident, now: datetime) -> None:
    """Cancel what the former status owed and schedule what the present one owes; at the end cancel everything."""
    if incident.status not in RUNNING_STATUSES:
        escalation.cancel(SUBJECT, incident.pk, now=now)
    for kind in duties.DUTY_KINDS:
        escalation.cancel(SUBJECT, incident.pk, kind, now=now)
    schedule_duty(incident, now)


def schedule_duty(incident: Incident, now: datetime) -> None:
    duty = duties.duty_of(incident.status, confirm_minutes=incident.policy_version.confirm_minutes)
    if duty is not None:
        schedule_next(incident, duty.kind, now + duty.after)


def schedule_next(incident: Incident, kind: str, due_at: datetime, payload: dict[str, Any] | None = None) -> None:
    """The kind's next round. The incident's row is locked, so two callers cannot take the same one."""
    number = next_round(SUBJECT, incident.pk, kind)
    escalation.schedule(SUBJECT, incident.pk, kind, round=number, due_at=due_at, payload=payload)


def is_pending(incident: Incident, kind: str) -> bool:
    pending = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=incident.pk, state=DeadlineState.PENDING)
    return pending.filter(kind=kind).exists()


def start_clock(incident: Incident) -> None:
    """The reminder and the miss, unless they have been told already. One that lies in the past is due at once."""
    for kind in (duties.CLOCK_REMINDER, duties.CLOCK_MISSED):
        if not was_told(incident, kind):
            schedule_next(incident, kind, clock_due(incident, kind))


def clock_due(incident: Incident, kind: str) -> datetime:
    """When the reminder or the miss of the clock as it stands is due."""
    return clock.warn_at(incident.clock_started_at) if kind == duties.CLOCK_REMINDER else incident.clock_due_at


def was_told(incident: Incident, kind: str) -> bool:
    """Whether the timeline tells it of the clock as it stands: what was told before it was due was of an earlier one."""
    return incident.timeline.filter(code=kind, at__gte=clock_due(incident, kind)).exists()


def stop_clock(incident: Incident, now: datetime) -> None:
    escalation.cancel(SUBJECT, incident.pk, duties.CLOCK_REMINDER, now=now)
    escalation.cancel(SUBJECT, incident.pk, duties.CLOCK_MISSED, now=now)


def rest(incident: Incident, now: datetime) -> None:
    """The reports say that all is well: nobody is called any more, and it is looked at again some minutes later."""
    escalation.cancel(SUBJECT, incident.pk, apart_from=duties.GO_ON_AT_REST, now=now)
    schedule_next(incident, duties.CLEAR_REVIEW, now + duties.CLEAR_REVIEW_AFTER)


def wake(incident: Incident, now: datetime) -> None:
    """Terminals are affected again while an incident rests: everything that was cancelled goes on."""
    if escalation.cancel(SUBJECT, incident.pk, duties.CLEAR_REVIEW, now=now):
        resume(incident, now)


def resume(incident: Incident, now: datetime) -> None:
    """The duty of the status, the clock unless it was stopped, and the calls."""
    schedule_duty(incident, now)
    if incident.clock_stopped_at is None:
        start_clock(incident)
    escalation.start_escalation(
        SUBJECT, incident.pk, incident.policy_version, region_code=incident.region_id or "", now=now
    )
