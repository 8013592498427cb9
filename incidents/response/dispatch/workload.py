"""What people have on their hands. Each room of the response names what it counts, when the app is ready."""

from collections.abc import Callable, Collection, Mapping

from .choices import LIVE
from .models import Dispatch
from .rules.ranking import Load

#: the number of open things by person, for these people; one query
Counted = Callable[[Collection[int]], Mapping[int, int]]
TASKS, COUNTERS = "tasks", "counters"
_counts: dict[str, Counted] = {}


def register(what: str, count: Counted) -> None:
    """Name who counts TASKS or COUNTERS. Two different ones are a programming error."""
    if _counts.setdefault(what, count) is not count:
        raise ValueError(f"{what!r} is counted already")


def loads(people: Collection[int]) -> dict[int, Load]:
    """By person. One query, and one for each room that counts."""
    dispatches = _count_dispatches(people)
    counted = {what: count(people) for what, count in _counts.items()}
    return {
        one: Load(
            dispatches=dispatches.get(one, 0),
            tasks=counted.get(TASKS, {}).get(one, 0),
            counters=counted.get(COUNTERS, {}).get(one, 0),
        )
        for one in people
    }


def _count_dispatches(people: Collection[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for person in Dispatch.objects.filter(person__in=people, state__in=LIVE).values_list("person_id", flat=True):
        counts[person] = counts.get(person, 0) + 1
    return counts
