"""What a person's page shows of their work: posts, absences, duty, training, badges, and what was changed."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI

from .models import Absence, Badge, Person, Shift, StaffEvent, TrainingRecord
from .queries import assignments_of
from .queries_badges import state_of
from .queries_board import seats_of
from .queries_duty import is_on_duty
from .queries_training import record_state
from .sentences import sentence

#: how far ahead and how many rows each section goes
AHEAD = timedelta(days=30)
ROWS = 15
SHIFTS = 8


def profile(person: Person, at: datetime) -> dict[str, Any]:
    """The sections of a person's page. A fixed number of queries."""
    today = at.astimezone(SHANGHAI).date()
    assignments = list(assignments_of(person, at).select_related("post__region", "post__required_training", "person"))
    records = TrainingRecord.objects.filter(person=person).select_related("training")[:ROWS]
    badges = Badge.objects.filter(person=person).select_related("person", "post").order_by("-pk")[:ROWS]
    return {
        "seats": seats_of(assignments, {row.post_id: row.post for row in assignments}, at),
        "absences": absences_of(person, at),
        "shifts": shifts_of(person, at),
        "on_duty": is_on_duty(person, at),
        "records": [(row, record_state(row, today)) for row in records],
        "badges": [(row, state_of(row, today)) for row in badges],
        "has_photo": hasattr(person, "photo"),
        "events": [_entry(event) for event in events_of(person)],
    }


def absences_of(person: Person, at: datetime) -> list[Absence]:
    """Absences that are not over, or have been in the last 30 days."""
    rows = Absence.objects.filter(person=person, cancelled_at=None, period__endswith__gt=at - AHEAD)
    return list(rows.order_by("period")[:ROWS])


def shifts_of(person: Person, at: datetime) -> list[Shift]:
    """Shifts that run now or begin within 30 days."""
    rows = Shift.objects.filter(person=person, period__endswith__gt=at, period__startswith__lt=at + AHEAD)
    return list(rows.select_related("post").order_by("period")[:SHIFTS])


def events_of(person: Person) -> list[StaffEvent]:
    return list(StaffEvent.objects.filter(person=person).select_related("actor")[:ROWS])


def _entry(event: StaffEvent) -> dict[str, Any]:
    return {"at": event.at, "title": sentence(event), "text": event.text, "actor": event.actor or _("系统")}
