"""Deadlines of an incident: the duty of its status and the 30-minute clock."""

from datetime import datetime

from incidents.escalation import actions as escalation
from incidents.escalation.queries import next_round
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident
from incidents.response.rules import clock, duties

SUBJECT = "incident"


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


def schedule_next(incident: Incident, kind: str, due_at: datetime) -> None:
    """The kind's next round. The incident's row is locked, so two callers cannot take the same one."""
    number = next_round(SUBJECT, incident.pk, kind)
    escalation.schedule(SUBJECT, incident.pk, kind, round=number, due_at=due_at)


def start_clock(incident: Incident) -> None:
    """The reminder and the miss. One that lies in the past already is due at once."""
    schedule_next(incident, duties.CLOCK_REMINDER, clock.warn_at(incident.clock_started_at))
    schedule_next(incident, duties.CLOCK_MISSED, incident.clock_due_at)


def stop_clock(incident: Incident, now: datetime) -> None:
    escalation.cancel(SUBJECT, incident.pk, duties.CLOCK_REMINDER, now=now)
    escalation.cancel(SUBJECT, incident.pk, duties.CLOCK_MISSED, now=now)


def review_clearing(incident: Incident, now: datetime) -> None:
    """Look again some minutes after the reports say that all is well."""
    escalation.cancel(SUBJECT, incident.pk, duties.CLEAR_REVIEW, now=now)
    schedule_next(incident, duties.CLEAR_REVIEW, now + duties.CLEAR_REVIEW_AFTER)
