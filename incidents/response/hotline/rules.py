"""Decisions of the hotline: when a call-back is due, whose turn it is, who is told when it is late. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

#: within which a caller is called back
PRIORITY_WITHIN: Final = timedelta(minutes=15)
OTHERS_WITHIN: Final = timedelta(minutes=30)
#: after so many priority users somebody else who is late has their turn (FACTS: 3:1)
PRIORITY_IN_A_ROW: Final = 3
#: a caller who was not reached is tried again after this, so often altogether
AGAIN_AFTER: Final = timedelta(minutes=10)
MOST_ATTEMPTS: Final = 3
#: a call-back that stays late is told again after this
LATE_AGAIN_AFTER: Final = timedelta(minutes=15)
#: what the telephone system said is shown as its present state for so long
COUNTS_HOLD: Final = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Owed:
    """A call-back that waits. `not_before`: its last attempt failed, and it rests until then."""

    id: int
    is_priority: bool
    due_at: datetime
    not_before: datetime | None = None

    def rests(self, now: datetime) -> bool:
        return self.not_before is not None and now < self.not_before


class Tell(StrEnum):
    """Who hears of a call-back that is late."""

    AGENTS = "agents"
    IN_CHARGE = "in_charge"
    LEAD = "lead"


def due_at(*, is_priority: bool, now: datetime) -> datetime:
    return now + (PRIORITY_WITHIN if is_priority else OTHERS_WITHIN)


def in_turn(waiting: Iterable[Owed], now: datetime) -> list[int]:
    """Ids in the order in which callers are called back: priority users first, each group by what was promised.

    After three priority users one of the others who is late has a turn, so that nobody waits for ever. Those who were just
    tried in vain come last.
    """
    rows = sorted(waiting, key=lambda one: (one.due_at, one.id))
    ready = [one for one in rows if not one.rests(now)]
    first = [one for one in ready if one.is_priority]
    late = [one for one in ready if not one.is_priority and one.due_at <= now]
    others = [one for one in ready if not one.is_priority and one.due_at > now]
    resting = [one for one in rows if one.rests(now)]
    return [one.id for one in [*_alternating(first, late), *others, *resting]]


def _alternating(first: Sequence[Owed], late: Sequence[Owed]) -> list[Owed]:
    order: list[Owed] = []
    rest = list(late)
    for number, one in enumerate(first, start=1):
        order.append(one)
        if number % PRIORITY_IN_A_ROW == 0 and rest:
            order.append(rest.pop(0))
    return order + rest


def tell(round: int) -> tuple[Tell, ...]:
    """The first time the agents, then also those in charge, then the lead too."""
    return tuple(Tell)[: min(round, 2) + 1]


def is_last(attempts: int) -> bool:
    """Whether the caller counts as not reachable after so many attempts in vain."""
    return attempts >= MOST_ATTEMPTS


def capacity(agents: int, calls_an_hour: int) -> int:
    """Callers an hour."""
    return agents * calls_an_hour


def holds(counted_at: datetime | None, now: datetime) -> bool:
    """Whether what the telephone system counted says how it is now: no data is not good data."""
    return counted_at is not None and now - counted_at <= COUNTS_HOLD
