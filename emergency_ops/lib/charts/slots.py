"""What the values of a series stand for: periods of time one after another, or things with names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from .lettering import width
from .times import time_ticks


@dataclass(frozen=True, slots=True)
class SlotMark:
    """A label on the axis, at a share of its length; sub: a second line below it."""

    at: float
    label: str
    sub: str = ""
    has_tick: bool = True


class Slots(Protocol):
    """`count` slots of the same width."""

    @property
    def count(self) -> int: ...

    def marks(self, length: float, size: float) -> Sequence[SlotMark]: ...


@dataclass(frozen=True, slots=True)
class TimeSlots:
    """`count` periods of `step` from `start`."""

    start: datetime
    step: timedelta
    count: int

    @property
    def end(self) -> datetime:
        return self.start + self.step * self.count

    def marks(self, length: float, size: float) -> Sequence[SlotMark]:
        span = self.end - self.start
        most = max(2, int(length / (size * 5)))
        ticks = time_ticks(self.start, self.end, most)
        return [SlotMark((tick.at - self.start) / span, tick.label, tick.sub) for tick in ticks]


@dataclass(frozen=True, slots=True)
class NamedSlots:
    """Each slot has a name, which stands below its middle; where there is no room for all, every second, third … has."""

    names: Sequence[str]

    @property
    def count(self) -> int:
        return len(self.names)

    def marks(self, length: float, size: float) -> Sequence[SlotMark]:
        widest = max((width(name, size) for name in self.names), default=0.0) + size * 0.6
        room = length / max(1, self.count)
        every = max(1, -int(-widest // room))
        return [
            SlotMark((number + 0.5) / self.count, name, has_tick=False)
            for number, name in enumerate(self.names)
            if number % every == 0
        ]
