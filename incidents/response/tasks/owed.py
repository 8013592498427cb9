"""The deadlines of a task: to be accepted, to be reminded of, to be done."""

from collections.abc import Sequence
from datetime import datetime

from incidents.escalation import actions as escalation
from incidents.escalation.models import Deadline
from incidents.escalation.queries import next_round

from .choices import SUBJECT
from .models import Task
from .rules import accept_by, remind_at

ACCEPT_DUE = "task_accept_due"
REMINDER = "task_reminder"
LATE = "task_late"


def owe_first(tasks: Sequence[Task], now: datetime) -> None:
    """All deadlines of new tasks; one statement."""
    rows = [
        Deadline(subject_kind=SUBJECT, subject_id=task.pk, kind=kind, due_at=due)
        for task in tasks
        for kind, due in _wanted(task, now)
    ]
    escalation.schedule_all(rows)


def owe_acceptance(task: Task, now: datetime) -> None:
    """Somebody else has it: a new deadline for their answer."""
    escalation.cancel(SUBJECT, task.pk, ACCEPT_DUE, now=now)
    owe_next(task, ACCEPT_DUE, accept_by(now, task.due_at))


def owe_completion(task: Task, now: datetime) -> None:
    """It is due at another time."""
    for kind in (REMINDER, LATE):
        escalation.cancel(SUBJECT, task.pk, kind, now=now)
    for kind, due in _wanted(task, now):
        if kind != ACCEPT_DUE:
            owe_next(task, kind, due)


def owe_next(task: Task, kind: str, due_at: datetime) -> None:
    """The kind's next round. The task's row is locked, so two callers cannot take the same one."""
    escalation.schedule(SUBJECT, task.pk, kind, round=next_round(SUBJECT, task.pk, kind), due_at=due_at)


def settle_acceptance(task: Task, now: datetime) -> None:
    escalation.cancel(SUBJECT, task.pk, ACCEPT_DUE, now=now)


def settle(task: Task, now: datetime) -> None:
    """Nothing is owed any more."""
    escalation.cancel(SUBJECT, task.pk, now=now)


def _wanted(task: Task, now: datetime) -> list[tuple[str, datetime]]:
    reminder = remind_at(now, task.due_at)
    return [
        (ACCEPT_DUE, accept_by(now, task.due_at)),
        *([(REMINDER, reminder)] if reminder else []),
        (LATE, task.due_at),
    ]
