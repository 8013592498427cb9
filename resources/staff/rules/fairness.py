"""How evenly duty is shared. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

#: a shift that touches the hours from midnight to this one is a night shift
NIGHT_ENDS = 5


@dataclass(frozen=True)
class Spread:
    """The least, the middle and the most that somebody has."""

    least: float
    middle: float
    most: float

    @property
    def width(self) -> float:
        return self.most - self.least


def is_night(begins: datetime, ends: datetime) -> bool:
    """Whether a shift (in local time) touches the hours from midnight to five."""
    return begins.hour < NIGHT_ENDS or (ends - timedelta(microseconds=1)).date() > begins.date()


def spread(values: Sequence[float]) -> Spread | None:
    """None where there is nobody."""
    return Spread(min(values), float(median(values)), max(values)) if values else None
