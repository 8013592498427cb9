"""What people have on their hands."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from incidents.response.tasks.choices import UNFINISHED
from incidents.response.tasks.models import Task

from .choices import LIVE
from .models import Dispatch
from .rules.ranking import Load

#: the number of open things by person, for these people; one query
Counted = Callable[[Collection[int]], Mapping[int, int]]
COUNTERS = "counters"
_counts: dict[str, Counted] = {}


def register(what: str, count: Counted) -> None:
    """Name who counts COUNTERS, when the app is ready. Two different ones are a programming error."""
    if _counts.setdefault(what, count) is not count:
        raise ValueError(f"{what!r} is counted already")


def loads(people: Collection[int]) -> dict[int, Load]:
    """By person. Two queries, and one for each room that counts."""
    dispatches = Counter(
        Dispatch.objects.filter(person__in=people, state__in=LIVE).order_by().values_list("person_id", flat=True)
    )
    tasks = Counter(
        Task.objects.filter(assignee__in=people, state__in=UNFINISHED).order_by().values_list("assignee_id", flat=True)
    )
    counted = {what: count(people) for what, count in _counts.items()}
    return {
        one: Load(
            dispatches=dispatches[one],
            tasks=tasks[one],
            counters=counted.get(COUNTERS, {}).get(one, 0),
        )
        for one in people
    }
