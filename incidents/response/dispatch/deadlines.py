"""What happens when a deadline of a dispatch falls due, or when its incident ends. Imported once, when the app is ready."""

from datetime import datetime

from incidents.escalation import registry
from incidents.escalation.models import Deadline
from incidents.response.actions.ending import on_end

from .actions import ending, lapsing
from .actions.offering import ANSWER_DUE
from .actions.stepping import ARRIVAL_DUE, START_DUE


def _answer_due(deadline: Deadline, now: datetime) -> None:
    lapsing.lapse(deadline.subject_id, now)


def _start_due(deadline: Deadline, now: datetime) -> None:
    lapsing.remind_to_start(deadline.subject_id, now)


def _arrival_due(deadline: Deadline, now: datetime) -> None:
    lapsing.remind_to_arrive(deadline.subject_id, deadline.step, now)


on_end(ending.end)
registry.register(ANSWER_DUE, _answer_due)
registry.register(START_DUE, _start_due)
registry.register(ARRIVAL_DUE, _arrival_due)
