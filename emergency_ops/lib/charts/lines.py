"""Lines over time, one a series, with the line that they should not cross."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .drawing import LOOKS, Drawing, Frame, line, marker, path, polyline
from .picture import SWATCH_HEIGHT, SWATCH_WIDTH, Key
from .plane import Plane, Threshold, plane
from .runs import runs
from .slots import Slots

#: marks on a line, so that it is told from others without colour
MARKS = 7


@dataclass(frozen=True, slots=True)
class Series:
    """A value a slot; None where nothing is known."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Lines:
    """blank: slots of which nothing is known, hatched; by default those without any value."""

    slots: Slots
    series: Sequence[Series]
    written: Callable[[float], str]
    threshold: Threshold | None = None
    highest: float = 0.0
    blank: Sequence[bool] | None = None

    def draw(self, frame: Frame, prefix: str) -> Drawing:
        limits = [self.threshold.value * 1.3] if self.threshold else []
        values = [value for one in self.series for value in one.values if value is not None]
        base = plane(frame, self.slots, max([self.highest, *limits, *values]), self.written)
        limit = base.threshold(self.threshold) if self.threshold else ""
        drawn = [_line(base, one.values, look) for look, one in enumerate(self.series)]
        return Drawing(
            frame.width, base.height, "".join([base.hatched(self._blank, prefix), base.axes(), limit, *drawn])
        )

    @property
    def _blank(self) -> Sequence[bool]:
        return blank(self.slots, self.series) if self.blank is None else self.blank

    def keys(self, prefix: str) -> Sequence[Key]:
        """Nothing to explain where there is but one line."""
        if len(self.series) < 2:
            return ()
        return [Key(one.name, _swatch(look)) for look, one in enumerate(self.series)]


def blank(slots: Slots, series: Sequence[Series]) -> list[bool]:
    """Which slots have no value at all."""
    return [all(one.values[slot] is None for one in series) for slot in range(slots.count)]


def _line(base: Plane, values: Sequence[float | None], look: int) -> str:
    points = [None if value is None else (base.x(slot + 0.5), base.y(value)) for slot, value in enumerate(values)]
    found = runs(points)
    drawn = "".join(polyline(run) for run in found if len(run) > 1)
    marked = "".join(marker(look, x, y) for run in found for x, y in _some(run, len(values)))
    name = look % LOOKS + 1
    shown = path(drawn, f"chart__line chart__line--{name}") if drawn else ""
    return shown + (path(marked, f"chart__mark chart__mark--{name}") if marked else "")


def _some(run: Sequence[tuple[float, float]], count: int) -> Sequence[tuple[float, float]]:
    """Points that carry a mark: all where there are few, the first of a stretch always."""
    return run[:: max(1, count // MARKS)]


def _swatch(look: int) -> str:
    name, middle = look % LOOKS + 1, SWATCH_HEIGHT / 2
    return line(1, middle, SWATCH_WIDTH - 1, middle, f"chart__line chart__line--{name}") + path(
        marker(look, SWATCH_WIDTH / 2, middle), f"chart__mark chart__mark--{name}"
    )
