"""From values to places, and marks at round numbers."""

from dataclasses import dataclass
from math import ceil, floor, log10

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie evenly between the places `start` and `end`. What lies outside goes to the edge."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high <= self.low:
            return self.start
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.start + share * (self.end - self.start)


def nice_step(span: float, most: int, whole: bool = False) -> float:
    """The smallest round step (1, 2, 2.5 or 5 times a power of ten) with which `span` has at most `most` steps."""
    if span <= 0:
        return 1.0
    power = 10.0 ** floor(log10(span / most))
    for factor in _ROUND:
        step = factor * power
        if whole and step != int(step):
            continue
        if span / step <= most + 1e-9:
            return step
    return 10.0 * power if 10.0 * power >= 1 or not whole else 1.0


def ticks(high: float, most: int = 5, whole: bool = False) -> list[float]:
    """Round numbers from zero up to the first that is not below `high`; `whole` for what comes in pieces."""
    step = nice_step(high, most, whole)
    return [round(step * number, 10) for number in range(max(1, ceil(high / step - 1e-9)) + 1)]
