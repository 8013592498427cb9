"""What every change of a task does first: lock the incident, then the task, ask who acts and whether it is possible."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from emergency_ops.lib.errors import Refused
from incidents.escalation.actions.reaching import heard_from
from incidents.response import posts, timeline
from incidents.response.choices import SUBJECT, EntryKind
from incidents.response.models import Incident
from incidents.response.tasks.models import Task
from incidents.response.tasks.rules import refusal
from resources.staff.models import Person


@dataclass(slots=True)
class Hand:
    """A task and its incident, both locked, and who changes it at which instant. actor None is the system."""

    task: Task
    incident: Incident
    actor: Person | None
    acting_for: Person | None
    now: datetime

    def save(self, **changes: object) -> None:
        for name, value in changes.items():
            setattr(self.task, name, value)
        self.task.save(update_fields=list(changes))

    def write(self, code: str, text: str = "", /, **params: object) -> None:
        timeline.write(
            self.incident,
            EntryKind.TASK,
            code,
            now=self.now,
            actor=self.actor,
            acting_for=self.acting_for,
            params={"task": {"zh": self.task.title_zh, "en": self.task.title_en}, **params},
            text=text.strip(),
        )


def lock_incident(pk: int) -> Incident:
    rows = Incident.objects.select_for_update(of=("self",)).select_related("policy_version", "plan_version__plan")
    return rows.get(pk=pk)


def lock_incident_of(task: int) -> Incident:
    """The incident that has the task (its primary key), locked; a merge may have handed the task on meanwhile."""
    while True:
        pk = Task.objects.values_list("incident_id", flat=True).get(pk=task)
        incident = lock_incident(pk)
        if Task.objects.filter(pk=task, incident=pk).exists():
            return incident


def lock_task(pk: int) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("assignee", "acting_for")
    return rows.get(pk=pk)


@contextmanager
def handling(
    task: Task,
    deed: str,
    *,
    actor: Person,
    now: datetime,
    require: Callable[[Person, Task], None],
) -> Iterator[Hand]:
    """One transaction with both rows locked and fresh. Whoever acts here has been heard of.

    Raises Forbidden for somebody who may not, Refused for what the task's state does not allow.
    """
    with transaction.atomic():
        incident = lock_incident_of(task.pk)
        row = lock_task(task.pk)
        row.incident = incident
        require(actor, row)
        reason = refusal(row.state, deed)
        if reason:
            raise Refused("status", reason)
        heard_from(SUBJECT, incident.pk, actor, now)
        acting_for = row.acting_for if row.assignee_id == actor.pk else posts.acting_for(actor, incident, now)
        yield Hand(row, incident, actor, acting_for, now)
