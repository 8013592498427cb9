"""What happens when a deadline of a dispatch falls due, or when its incident ends. Imported once, when the app is ready."""

from collections.abc import Collection
from datetime import datetime

from incidents.escalation import registry
from incidents.escalation.models import Deadline
from incidents.response.actions.ending import on_end
from incidents.response.choices import SUBJECT as INCIDENT
from incidents.response.models import Incident
from resources.inventory import subject_marks

from .actions import ending, lapsing
from .actions.offering import ANSWER_DUE
from .actions.stepping import ARRIVAL_DUE, START_DUE


def _drills(numbers: Collection[int]) -> set[int]:
    """Which incidents are drills: what is bought for them is marked."""
    return set(Incident.objects.filter(pk__in=numbers, is_drill=True).values_list("pk", flat=True))


def _answer_due(deadline: Deadline, now: datetime) -> None:
    lapsing.lapse(deadline.subject_id, now)


def _start_due(deadline: Deadline, now: datetime) -> None:
    lapsing.remind_to_start(deadline, now)


def _arrival_due(deadline: Deadline, now: datetime) -> None:
    lapsing.remind_to_arrive(deadline, now)


on_end(ending.end)
subject_marks.register(INCIDENT, _drills)
registry.register(ANSWER_DUE, _answer_due)
registry.register(START_DUE, _start_due)
registry.register(ARRIVAL_DUE, _arrival_due)
