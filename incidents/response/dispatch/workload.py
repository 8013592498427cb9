"""What people have on their hands."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet, Value

from incidents.response.choices import SubstituteStatus
from incidents.response.counters.models_opening import CounterStaff
from incidents.response.tasks.choices import UNFINISHED
from incidents.response.tasks.models import Task

from .choices import LIVE
from .models import Dispatch
from .rules.ranking import Load


def loads(people: Collection[int]) -> dict[int, Load]:
    """By person: open dispatches, unfinished tasks, and counters at which they serve or are to serve. One query."""
    serving = CounterStaff.objects.filter(person__in=people, left_at=None)
    standing = serving.exclude(counter__substitute__status=SubstituteStatus.WITHDRAWN)
    things = (
        _whose(Dispatch.objects.filter(person__in=people, state__in=LIVE), "person_id", "dispatch"),
        _whose(Task.objects.filter(assignee__in=people, state__in=UNFINISHED), "assignee_id", "task"),
        _whose(standing, "person_id", "counter"),
    )
    count = Counter(things[0].union(*things[1:], all=True))
    return {one: Load(count[one, "dispatch"], count[one, "task"], count[one, "counter"]) for one in people}


def _whose(rows: QuerySet[Any], person: str, what: str) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(person, Value(what))
