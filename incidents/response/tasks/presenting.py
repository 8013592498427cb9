"""What the pages show of tasks: one builder for a page and for the part of it that is asked for again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import get_language

from incidents.response.access import incidents_for
from incidents.response.actions.figures import codes_of
from incidents.response.choices import Status
from incidents.response.models import Incident
from incidents.response.plans.choices import Phase, ResourceKind, Work
from resources.attachments.models import Attachment
from resources.staff.choices import Function
from resources.staff.models import Person

from . import queries
from .access import may_direct, may_take, may_work
from .actions.making import missing_steps
from .choices import UNFINISHED, TaskState
from .evidence import shown_files
from .models import Task, TaskCheck, TaskOffer
from .rules import is_for_later
from .works import work_url

#: unfinished tasks of a phase that an incident's page shows
PRESSING = 3


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a line: whether it is late, and whether it is the reader's."""

    task: Task
    is_late: bool
    is_mine: bool

    @property
    def is_unfinished(self) -> bool:
        return self.task.state in UNFINISHED

    @property
    def is_for_later(self) -> bool:
        return self.is_unfinished and is_for_later(self.task.phase, self.task.incident.status)


@dataclass(frozen=True, slots=True)
class PhaseGroup:
    """The tasks of a phase, the late ones first, the finished ones last."""

    phase: Phase
    rows: Sequence[TaskRow]

    @property
    def pressing(self) -> Sequence[TaskRow]:
        """What an incident's page shows: everything late, and the first of what is to be done."""
        waiting = [row for row in self.rows if row.is_unfinished]
        return [row for number, row in enumerate(waiting) if row.is_late or number < PRESSING]

    @property
    def others(self) -> int:
        return len(self.rows) - len(self.pressing)

    @property
    def done(self) -> int:
        return sum(row.task.state == TaskState.DONE for row in self.rows)

    @property
    def counted(self) -> int:
        return sum(row.task.state != TaskState.CANCELLED for row in self.rows)


def row_of(task: Task, person: Person, now: datetime) -> TaskRow:
    return TaskRow(task, task.state in UNFINISHED and task.due_at < now, task.assignee_id == person.pk)


class Board:
    """The tasks of an incident as one person sees them at one instant. The same few queries, however many tasks."""

    def __init__(self, incident: Incident, person: Person, now: datetime) -> None:
        self.incident = incident
        self.person = person
        self.now = now

    @cached_property
    def rows(self) -> list[TaskRow]:
        return [row_of(task, self.person, self.now) for task in queries.board(self.incident)]

    @cached_property
    def groups(self) -> list[PhaseGroup]:
        found = [(phase, [row for row in self.rows if row.task.phase == phase]) for phase in Phase]
        return [PhaseGroup(phase, sorted(rows, key=self._urgency)) for phase, rows in found if rows]

    def _urgency(self, row: TaskRow) -> tuple[bool, bool, datetime, int]:
        return not row.is_unfinished, not row.is_late, row.task.due_at, row.task.position

    @cached_property
    def counted(self) -> int:
        return sum(group.counted for group in self.groups)

    @cached_property
    def done(self) -> int:
        return sum(group.done for group in self.groups)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @property
    def unheld(self) -> int:
        return sum(row.is_unfinished and row.task.assignee_id is None for row in self.rows)

    @cached_property
    def may_direct(self) -> bool:
        running = self.incident.status in (Status.RESPONDING, Status.RESTORED)
        return running and may_direct(self.person, self.incident)

    @cached_property
    def new_steps(self) -> int:
        """How many steps of the plan apply now and have no task; asked only of those who may add them."""
        if not self.may_direct or self.incident.plan_version is None:
            return 0
        return len(missing_steps(self.incident, codes_of(self.incident)))


@dataclass(frozen=True, slots=True)
class Need:
    kind: str
    text: str
    quantity: int


class TaskView:
    """One task as one person sees it at one instant."""

    def __init__(self, task: Task, person: Person, now: datetime) -> None:
        self.task = task
        self.incident: Incident = task.incident
        self.person = person
        self.now = now

    @property
    def row(self) -> TaskRow:
        return row_of(self.task, self.person, self.now)

    @property
    def function(self) -> str:
        return str(Function(self.task.function).label)

    @cached_property
    def sees_incident(self) -> bool:
        return incidents_for(self.person).filter(pk=self.incident.pk).exists()

    @cached_property
    def checks(self) -> list[TaskCheck]:
        return list(self.task.checks.select_related("ticked_by").order_by("position"))

    @cached_property
    def files(self) -> list[Attachment]:
        return shown_files(self.task)

    @cached_property
    def offers(self) -> list[TaskOffer]:
        return list(queries.asked_before(self.task))

    @property
    def passed_to(self) -> str:
        """The name of who has it now, for a reader who had it before; else ""."""
        task, had = self.task, any(offer.person_id == self.person.pk for offer in self.offers)
        return str(task.assignee) if had and self.row.is_unfinished and task.assignee and not self.row.is_mine else ""

    @property
    def needs(self) -> list[Need]:
        english = (get_language() or "").startswith("en")
        return [
            Need(str(ResourceKind(row["kind"]).label), (english and row.get("en")) or row["zh"], int(row["quantity"]))
            for row in self.task.resources
        ]

    @property
    def work_url(self) -> str:
        return work_url(self.incident, self.task.work, self.person) if self.sees_incident else ""

    @property
    def work_label(self) -> str:
        return str(Work(self.task.work).label) if self.task.work else ""

    @cached_property
    def can(self) -> dict[str, Any]:
        """What this person may do with it now."""
        unfinished, mine = self.row.is_unfinished, may_work(self.person, self.task)
        directs = may_direct(self.person, self.incident)
        return {
            "accept": self.task.state == TaskState.OPEN and may_take(self.person, self.task),
            "work": unfinished and mine,
            "decline": unfinished and self.row.is_mine,
            "direct": unfinished and directs,
            "reopen": not unfinished and directs,
        }
