"""Geometry of a day's line of success, in WIDTH x HEIGHT. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from emergency_ops.lib.charts.runs import runs

WIDTH, HEIGHT = 280.0, 156.0
TOP, BOTTOM, LEFT, RIGHT = 10.0, 32.0, 62.0, 6.0
#: the scale begins at nine tenths, or lower where a value is
LOWEST = 0.9
#: how wide a label of the hours is
LABEL = 64.0


@dataclass(frozen=True)
class Tick:
    """A mark on a scale; the label of one too near to the edge is left out."""

    at: float
    label: str


@dataclass(frozen=True)
class DayLine:
    """Polylines and lone points (a gap where there is no value), the height of the threshold, and the scales."""

    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    threshold: float
    base: float
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]

    @property
    def below(self) -> float:
        """How much there is of the chart below the threshold."""
        return round(self.base - self.threshold, 1)


def day_line(values: Sequence[float | None], threshold: float, hours: Sequence[tuple[int, str]]) -> DayLine:
    """Shares of success from 0 to 1, None for a gap, never a zero; hours: (index of the value, label) of the marks below."""
    known = [value for value in values if value is not None]
    low = max(0.0, floor(min([LOWEST, threshold, *known]) * 10 + 1e-9) / 10)
    points = [
        None if value is None else (_across(index, len(values)), _height(value, low))
        for index, value in enumerate(values)
    ]
    found = runs(points)
    return DayLine(
        lines=tuple(" ".join(f"{x:g},{y:g}" for x, y in run) for run in found if len(run) > 1),
        dots=tuple(run[0] for run in found if len(run) == 1),
        threshold=_height(threshold, low),
        base=HEIGHT - BOTTOM,
        ticks=tuple(_tick(_across(index, len(values)), label) for index, label in hours),
        levels=(Tick(_height(1.0, low), "100%"), Tick(_height(low, low), f"{low:.0%}")),
    )


def _tick(at: float, label: str) -> Tick:
    return Tick(at, label if LABEL / 2 <= at <= WIDTH - LABEL / 2 else "")


def _across(index: int, count: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * index / max(count - 1, 1), 1)


def _height(value: float, low: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value) / (1.0 - low), 1)
