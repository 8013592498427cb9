"""Periodic work: the command is handed over before the commander's shift ends."""

from datetime import datetime, timedelta
from typing import Final

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.actions import schedule
from incidents.escalation.heartbeats import beating
from incidents.response.choices import RUNNING_STATUSES, SUBJECT
from incidents.response.models import Incident
from incidents.response.rules.duties import SHIFT_ENDS
from resources.staff.models import Shift

from .queries import commander

#: how long before the end of a shift its commander is reminded
BEFORE: Final = timedelta(minutes=30)


@shared_task
def watch_shifts(now: datetime | None = None) -> int:
    """Schedule the reminder of every shift that ends soon and whose person commands an incident; how many there are.

    One deadline an incident and shift, however often and on however many nodes this runs.
    """
    at = now or clock.now()
    with beating("watch_shifts", 60) as found:
        ending = Shift.objects.filter(
            period__contains=at, period__endswith__lte=at + BEFORE + timedelta(minutes=2), person__isnull=False
        )
        by_person = {shift.person_id: shift for shift in ending}
        running = Incident.objects.filter(status__in=RUNNING_STATUSES).select_related("policy_version")
        scheduled = sum(_watch(incident, by_person, at) for incident in running) if by_person else 0
        found.update(scheduled=scheduled)
    return scheduled


def _watch(incident: Incident, ending: dict[int | None, Shift], now: datetime) -> int:
    person = commander(incident, now)
    shift = ending.get(person.pk) if person else None
    if shift is None:
        return 0
    due, payload = shift.period.upper - BEFORE, {"shift": shift.pk}
    schedule(SUBJECT, incident.pk, SHIFT_ENDS, round=shift.pk, due_at=due, payload=payload)
    return 1
