"""Whose turn it is: three priority users, then one other; first come, first served inside a group; nobody starves.

`run` counts the priority users that were called one after another while others waited. Whoever waits at the head of the
others therefore sees at most `ratio` priority users go first. With a window of their own, priority users go there and the
others to the other windows, as long as both kinds of windows are open; else the ratio holds.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from incidents.response.counters.choices import PriorityMode


class Group(StrEnum):
    PRIORITY = "priority"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Order:
    """How a counter calls. `windows`: for each window that is open, whether it is a priority window."""

    mode: str
    ratio: int
    idle_takes_others: bool
    windows: Collection[bool]

    @property
    def apart(self) -> bool:
        """Whether each group has windows of its own now."""
        return self.mode == PriorityMode.WINDOW and len(set(self.windows)) == 2


def next_group(order: Order, *, at_priority_window: bool, priority: int, ordinary: int, run: int) -> Group | None:
    """The group that a window calls from, given how many of each wait; None: nobody, or nobody that this window may take."""
    if not priority and not ordinary:
        return None
    if not order.apart:
        return _by_ratio(order.ratio, priority, ordinary, run)
    if at_priority_window:
        if priority:
            return Group.PRIORITY
        return Group.ORDINARY if order.idle_takes_others else None
    return Group.ORDINARY if ordinary else Group.PRIORITY


def run_after(called: Group, *, ordinary: int, run: int) -> int:
    """The run after a call; `ordinary`: how many others waited when it was made."""
    return run + 1 if called == Group.PRIORITY and ordinary else 0


def _by_ratio(ratio: int, priority: int, ordinary: int, run: int) -> Group:
    if not ordinary:
        return Group.PRIORITY
    return Group.PRIORITY if priority and run < ratio else Group.ORDINARY


def sequence(ratio: int, priority: Sequence[int], ordinary: Sequence[int], run: int) -> Iterator[int]:
    """In which order those who wait are called by ratio, if nobody comes and nobody leaves."""
    first, others = list(reversed(priority)), list(reversed(ordinary))
    while first or others:
        group = _by_ratio(ratio, len(first), len(others), run)
        run = run_after(group, ordinary=len(others), run=run)
        yield (first if group == Group.PRIORITY else others).pop()


def ahead(order: Order, ticket: int, *, priority: Sequence[int], ordinary: Sequence[int], run: int) -> int:
    """How many are called before a ticket that waits. Raises ValueError for one that does not."""
    if order.apart:
        return list(priority if ticket in priority else ordinary).index(ticket)
    return list(sequence(order.ratio, priority, ordinary, run)).index(ticket)


def minutes_to_wait(before: int, *, windows: int, rate: int) -> int | None:
    """About how long that takes, with so many windows that each serve `rate` people an hour; None while none is open."""
    if windows <= 0 or rate <= 0:
        return None
    return round(before * 60 / (windows * rate))


def windows_for(order: Order, *, is_priority: bool) -> int:
    """How many open windows call a group."""
    return sum(one == is_priority for one in order.windows) if order.apart else len(order.windows)
