"""Tasks come to be: of the plan's steps when the response starts, or because a person adds one.

Called with the incident's row locked. Imports no action of incidents: these call it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.response import timeline
from incidents.response.choices import EntryKind
from incidents.response.models import Incident
from incidents.response.plans.models import Instruction, PlanStep
from incidents.response.plans.queries import facts_of, steps_for, version_for
from incidents.response.tasks import messages, owed
from incidents.response.tasks.lines import Lines
from incidents.response.tasks.models import Task, TaskCheck, TaskOffer
from incidents.response.tasks.rules import next_seat
from resources.staff.models import Person

COPIED = tuple(field.name for field in Instruction._meta.get_fields())


@dataclass(frozen=True, slots=True)
class Maker:
    """For which incident tasks are made, by whom (None: the system), on whose behalf, when."""

    incident: Incident
    actor: Person | None
    acting_for: Person | None
    now: datetime

    def write(self, kind: EntryKind, code: str, /, **params: object) -> None:
        timeline.write(
            self.incident, kind, code, now=self.now, actor=self.actor, acting_for=self.acting_for, params=params
        )


def follow_plan(maker: Maker, codes: Iterable[str]) -> list[Task]:
    """Freeze the version of the plan that applies and make its tasks. An incident that has one keeps it."""
    incident, facts = maker.incident, facts_of(maker.incident, codes)
    version = incident.plan_version or version_for(facts)
    if version is None:
        maker.write(EntryKind.PLAN, "plan_missing")
        return []
    first = incident.plan_version_id is None
    incident.plan_version = version
    incident.save(update_fields=["plan_version"])
    steps = missing_steps(incident, codes)
    lines = Lines(incident, [step.function for step in steps], maker.now)
    made = make_tasks(maker, steps, lines)
    if first or made:
        params = {"plan": {"zh": version.plan.name, "en": version.plan.name_en}, "version": version.number}
        code = "plan_frozen" if first else "plan_steps_added"
        maker.write(EntryKind.PLAN, code, count=len(made), **params)
    say_vacancies(maker, made, lines)
    return made


def missing_steps(incident: Incident, codes: Iterable[str]) -> list[PlanStep]:
    """The steps of the incident's version that apply now and have no task yet."""
    if incident.plan_version is None:
        return []
    known = set(incident.tasks.exclude(key="").values_list("key", flat=True))
    applying = steps_for(incident.plan_version, facts_of(incident, codes))
    return [step for step in applying if step.key not in known]


def make_tasks(
    maker: Maker, steps: Sequence[PlanStep], lines: Lines, due: Mapping[PlanStep, datetime] | None = None
) -> list[Task]:
    """A task for each step, for whoever acts for its post; a fixed number of statements and one message a person.

    due: when, where that is not the step's time from now on.
    """
    tasks = [_task_of(step, maker, (due or {}).get(step)) for step in steps]
    for task in tasks:
        seat_first(task, lines, maker.now)
    Task.objects.bulk_create(tasks)
    TaskCheck.objects.bulk_create(
        TaskCheck(task=task, position=number, text_zh=item["zh"], text_en=item["en"], is_mandatory=item["mandatory"])
        for task, step in zip(tasks, steps, strict=True)
        for number, item in enumerate(step.checklist)
    )
    begin(maker, tasks)
    return tasks


def begin(maker: Maker, tasks: Sequence[Task]) -> None:
    """New tasks have their deadlines, and whoever has got them is told."""
    TaskOffer.objects.bulk_create(offer_of(task, maker.now) for task in tasks if task.assignee is not None)
    owed.owe_first(tasks, maker.now)
    given: dict[Person, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.assignee is not None:
            given[task.assignee].append(task)
    for person, theirs in given.items():
        ordered = sorted(theirs, key=lambda task: (task.due_at, task.position))
        messages.tell_given(maker.incident, person, ordered, key=f"given:{ordered[0].pk}", now=maker.now)


def seat_first(task: Task, lines: Lines, now: datetime) -> None:
    """The first in line has the task; not saved."""
    seat = next_seat(lines.of(task.function), ())
    task.assignee = lines.person(seat.person) if seat else None
    task.acting_for = lines.person(seat.acting_for) if seat else None
    task.role = seat.role if seat else ""
    task.assigned_at = now if seat else None


def offer_of(task: Task, now: datetime) -> TaskOffer:
    return TaskOffer(task=task, person=task.assignee, acting_for=task.acting_for, role=task.role, at=now)


def say_vacancies(maker: Maker, tasks: Sequence[Task], lines: Lines) -> None:
    """A row for each post that has nobody: who has its tasks instead."""
    by_function: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        if lines.is_vacant(task.function):
            by_function[task.function].append(task)
    for function, theirs in by_function.items():
        holder = theirs[0].assignee
        code = "task_post_vacant" if holder else "task_post_nobody"
        maker.write(EntryKind.TASK, code, function=function, count=len(theirs), people=str(holder or ""))


def _task_of(step: PlanStep, maker: Maker, due: datetime | None) -> Task:
    return Task(
        incident=maker.incident,
        step=step,
        key=step.key,
        position=step.position,
        due_at=due or maker.now + timedelta(minutes=step.due_minutes),
        created_at=maker.now,
        created_by=maker.actor,
        **{name: getattr(step, name) for name in COPIED},
    )
