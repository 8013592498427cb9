"""Reads: tasks with what their rows show."""

from datetime import datetime, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident
from incidents.response.plans.choices import Phase
from resources.staff.models import Person

from .access import tasks_for
from .choices import UNFINISHED, TaskState
from .models import WAITS_UNTIL, Task, TaskCheck, TaskOffer

#: how long one sees what one has done
RECENTLY = timedelta(hours=12)


def with_people(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """With the incident and the people named, and how much of the checklist is done: one query."""
    rows = tasks.select_related("incident", "assignee", "acting_for", "ended_by", "ended_for")
    checks = TaskCheck.objects.filter(task=OuterRef("pk"))
    return rows.annotate(checks_all=_counted(checks), checks_done=_counted(checks.filter(ticked_at__isnull=False)))


def _counted(checks: QuerySet[TaskCheck]) -> Coalesce:
    """As a subquery, so that only the tasks of a page are counted, not all there are."""
    return Coalesce(Subquery(checks.order_by().values("task").annotate(n=Count("pk")).values("n")), 0)


def listed(person: Person, now: datetime) -> QuerySet[Task]:
    """What the list shows to a person; is_late is annotated, and waits_until, which the unfinished ones have."""
    return annotated(tasks_for(person), now).annotate(waits_until=WAITS_UNTIL)


def annotated(tasks: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    is_late = ExpressionWrapper(late(now), output_field=BooleanField())
    return with_people(tasks).annotate(is_late=is_late)


def board(incident: Incident) -> QuerySet[Task]:
    return with_people(incident.tasks.all()).order_by("position", "pk")


def unfinished_of(person: Person) -> QuerySet[Task]:
    return Task.objects.filter(assignee=person, state__in=UNFINISHED)


def waiting_count(person: Person) -> int:
    """How many tasks wait for the person: to be accepted or done."""
    return unfinished_of(person).count()


def mine(person: Person, now: datetime) -> QuerySet[Task]:
    """What a person has to do, the most urgent first, then what they have done lately."""
    recent = Q(ended_by=person, state=TaskState.DONE, ended_at__gte=now - RECENTLY)
    rows = Task.objects.filter(Q(assignee=person, state__in=UNFINISHED) | recent)
    done = Case(When(state=TaskState.DONE, then=Value(1)), default=Value(0), output_field=IntegerField())
    return with_people(rows).order_by(done, "due_at", "position", "pk")


def next_of(person: Person, incident: Incident) -> Task | None:
    """The task of this incident that the person has to do first; what follows recovery is none before it."""
    rows = unfinished_of(person).filter(incident=incident)
    if incident.status in RUNNING_STATUSES:
        rows = rows.exclude(phase=Phase.RECOVERY)
    return rows.order_by("due_at", "position", "pk").first()


def asked_before(task: Task) -> QuerySet[TaskOffer]:
    """Everybody to whom the task was given, in order."""
    return task.offers.select_related("person", "acting_for").order_by("at", "id")


def late(now: datetime) -> Q:
    return Q(state__in=UNFINISHED, due_at__lt=now)
