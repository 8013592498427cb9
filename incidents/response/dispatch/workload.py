"""What people have on their hands."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from incidents.response.choices import SubstituteStatus
from incidents.response.counters.models_opening import CounterStaff
from incidents.response.tasks.choices import UNFINISHED
from incidents.response.tasks.models import Task

from .choices import LIVE
from .models import Dispatch
from .rules.ranking import Load


def loads(people: Collection[int]) -> dict[int, Load]:
    """By person: open dispatches, unfinished tasks, and counters at which they serve or are to serve. Three queries."""
    dispatches = _counted(Dispatch.objects.filter(person__in=people, state__in=LIVE), "person_id")
    tasks = _counted(Task.objects.filter(assignee__in=people, state__in=UNFINISHED), "assignee_id")
    serving = CounterStaff.objects.filter(person__in=people, left_at=None)
    standing = serving.exclude(counter__substitute__status=SubstituteStatus.WITHDRAWN)
    counters = _counted(standing, "person_id")
    return {one: Load(dispatches[one], tasks[one], counters[one]) for one in people}


def _counted(rows: QuerySet[Any], person: str) -> Counter[int]:
    return Counter(rows.order_by().values_list(person, flat=True))
