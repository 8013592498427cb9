"""Who sees a task and who may do what with it."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, has_role
from incidents.response.access import incidents_for
from incidents.response.models import Incident
from resources.network.access import visible_regions
from resources.staff.models import Person

from .models import Task


def tasks_for(person: Person) -> QuerySet[Task]:
    """The tasks of incidents that the person sees, and those they have."""
    if "" in visible_regions(person):
        return Task.objects.all()
    return Task.objects.filter(Q(incident__in=incidents_for(person)) | Q(assignee=person))


def task_or_404(person: Person, pk: int) -> Task:
    rows = tasks_for(person).select_related("incident__region", "assignee", "acting_for", "ended_by", "ended_for")
    return get_object_or_404(rows, pk=pk)


def may_direct(person: Person, incident: Incident) -> bool:
    """Whether the person gives tasks to others: those who coordinate and see the incident."""
    return has_role(person, *COORDINATORS) and incidents_for(person).filter(pk=incident.pk).exists()


def may_take(person: Person, task: Task) -> bool:
    """Whether the person may take a task on: their own, one that nobody has, or as somebody who coordinates."""
    if task.assignee_id == person.pk or may_direct(person, task.incident):
        return True
    sees = task.assignee_id is None and incidents_for(person).filter(pk=task.incident_id).exists()
    return sees and has_role(person, *OPERATORS)


def may_work(person: Person, task: Task) -> bool:
    """Whether the person may tick, complete or give back: the assignee, and whoever coordinates in their place."""
    return task.assignee_id == person.pk or may_direct(person, task.incident)


def require_director(person: Person | None, incident: Incident) -> None:
    """Raises Forbidden; the system (None) may do everything."""
    if person is not None and not may_direct(person, incident):
        raise Forbidden("role", _("只有总指挥或值班经理可以安排任务。"))


def require_taker(person: Person, task: Task) -> None:
    if not may_take(person, task):
        raise Forbidden("not_yours", _("这项任务由他人负责。需要改派请联系总指挥或值班经理。"))


def require_worker(person: Person, task: Task) -> None:
    if not may_work(person, task):
        raise Forbidden("not_yours", _("这项任务由他人负责。需要改派请联系总指挥或值班经理。"))
