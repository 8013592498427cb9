"""Geometry of a small line chart, drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from .charts.runs import runs

WIDTH, HEIGHT, MARGIN = 120.0, 28.0, 2.0


@dataclass(frozen=True)
class Sparkline:
    """Polylines (a gap where there is no value), the last point and the threshold's height, in WIDTH x HEIGHT."""

    lines: tuple[str, ...]
    last: tuple[float, float] | None
    threshold: float | None
    above: bool


def sparkline(values: Sequence[float | None], threshold: float | None = None) -> Sparkline:
    """Scales the values from zero (or the lowest, if negative) to the highest; None is a gap, never a zero."""
    known = [value for value in values if value is not None]
    reach = [*known, 0.0] if threshold is None else [*known, 0.0, threshold]
    low, high = min(reach), max(reach)
    points = [_point(index, value, len(values), low, high) for index, value in enumerate(values)]
    return Sparkline(
        lines=tuple(" ".join(f"{x:g},{y:g}" for x, y in run) for run in runs(points)),
        last=next((point for point in reversed(points) if point is not None), None),
        threshold=None if threshold is None else _height(threshold, low, high),
        above=threshold is not None and bool(known) and known[-1] > threshold,
    )


def _point(index: int, value: float | None, count: int, low: float, high: float) -> tuple[float, float] | None:
    if value is None:
        return None
    step = (WIDTH - 2 * MARGIN) / max(count - 1, 1)
    return round(MARGIN + index * step, 1), _height(value, low, high)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.0
    return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)
