"""On the desk: the person's own tasks, and everybody's late ones for those who coordinate."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Card, Row, register
from emergency_ops.lib.roles import Role
from incidents.response.access import incidents_for
from incidents.response.choices import OPEN_STATUSES
from resources.staff.models import Person

from .models import Task
from .queries import late, unfinished_of


def mine(person: Person, now: datetime) -> Iterator[Row]:
    yield from _rows(unfinished_of(person), now)


def overdue(person: Person, now: datetime) -> Iterator[Row]:
    """What others have not done in time, of open incidents in sight of the person: these are few."""
    seen = incidents_for(person).filter(status__in=OPEN_STATUSES)
    rows = Task.objects.filter(late(now), incident__in=seen.order_by().values("pk")).exclude(assignee=person)
    yield from _rows(rows, now, named=True)


def _rows(tasks: QuerySet[Task], now: datetime, *, named: bool = False) -> Iterator[Row]:
    rows = tasks.select_related("incident", "assignee").order_by("due_at", "position", "pk")
    for task in rows[:MOST]:
        who = str(task.assignee or _("无人负责")) if named else ""
        drill = _("演练") if task.incident.is_drill else ""
        yield Row(
            key=str(task.pk),
            title=task.title,
            href=reverse("tasks:task", args=[task.pk]),
            detail=" · ".join(part for part in (drill, who, task.incident.title) if part),
            badges=() if named else [("task_state", task.state)],
            due=task.due_at,
            due_name=_("时限"),
            is_late=task.due_at < now,
        )


register(
    Card(
        "tasks",
        gettext_lazy("我的任务"),
        "clipboard-document-check",
        {
            Role.FIELD_STAFF: 20,
            Role.STOREKEEPER: 20,
            Role.PUBLISHER: 50,
            Role.COMMANDER: 25,
            Role.MANAGER: 50,
        },
        mine,
        lambda: reverse("tasks:mine"),
        gettext_lazy("没有等您办理的任务"),
    )
)
register(
    Card(
        "late_tasks",
        gettext_lazy("他人超时的任务"),
        "clock",
        {Role.COMMANDER: 20, Role.MANAGER: 35},
        overdue,
        lambda: f"{reverse('tasks:list')}?late=true",
        gettext_lazy("没有他人超时的任务"),
    )
)
