"""The plane that lines and columns are drawn on: a scale of values on the left, slots below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .drawing import Frame, box, hatch, line, path, text
from .lettering import width
from .runs import runs
from .scales import Scale, ticks
from .slots import Slots


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line across the plane at a value, with its name."""

    value: float
    label: str


@dataclass(frozen=True)
class Plane:
    """Places within a frame. Values go from zero to the top of the scale."""

    frame: Frame
    slots: Slots
    levels: Sequence[float]
    written: Callable[[float], str]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        has_sub = any(mark.sub for mark in self.slots.marks(self.right - self.left, self.frame.size))
        return self.bottom + self.frame.size * (3.1 if has_sub else 1.9)

    @property
    def y(self) -> Scale:
        return Scale(0.0, self.levels[-1], self.bottom, self.top)

    @property
    def slot_width(self) -> float:
        return (self.right - self.left) / max(1, self.slots.count)

    def x(self, slot: float) -> float:
        """The left edge of a slot; + 0.5 is its middle."""
        return self.left + slot * self.slot_width

    def axes(self) -> str:
        """Grid, the scale's numbers, and the labels of the slots."""
        return "".join([*self._levels(), *self._slots()])

    def hatched(self, blank: Sequence[bool], prefix: str) -> str:
        """The slots of which nothing is known."""
        found = runs([slot if unknown else None for slot, unknown in enumerate(blank)])
        boxes = [box(self.x(run[0]), self.top, self.slot_width * len(run), self.bottom - self.top) for run in found]
        return hatch(prefix) + path("".join(boxes), "chart__unknown", f"url(#{prefix}-unknown)") if boxes else ""

    def threshold(self, threshold: Threshold) -> str:
        """The dashed line, named at its left end, above it where there is room."""
        y, size = self.y(threshold.value), self.frame.size * 0.92
        above = y - size * 1.5 > self.top
        words = text(self.left + 6, y - 5 if above else y + size + 3, threshold.label, size, "chart__limit-text")
        return line(self.left, y, self.right, y, "chart__limit") + words

    def _levels(self) -> list[str]:
        size = self.frame.size
        found = []
        for level in self.levels:
            y = self.y(level)
            found.append(line(self.left, y, self.right, y, "chart__grid" if level else "chart__base"))
            found.append(text(self.left - 7, y + size * 0.36, self.written(level), size, anchor="end"))
        return found

    def _slots(self) -> list[str]:
        size, length = self.frame.size, self.right - self.left
        found = []
        free, free_below = 0.0, 0.0
        for mark in self.slots.marks(length, size):
            x = self.left + mark.at * length
            if mark.has_tick:
                found.append(line(x, self.bottom, x, self.bottom + 5, "chart__base"))
            place = self._within(x, width(mark.label, size))
            if place - width(mark.label, size) / 2 >= free:
                found.append(text(place, self.bottom + size * 1.45, mark.label, size, anchor="middle"))
                free = place + width(mark.label, size) / 2 + size * 0.3
            place = self._within(x, width(mark.sub, size))
            if mark.sub and place - width(mark.sub, size) / 2 >= free_below:
                found.append(text(place, self.bottom + size * 2.7, mark.sub, size, "chart__sub", "middle"))
                free_below = place + width(mark.sub, size) / 2 + size * 0.5
        return found

    def _within(self, x: float, wide: float) -> float:
        """The middle of a label that stays within the frame."""
        return min(max(x, wide / 2), self.frame.width - wide / 2)


def plane(frame: Frame, slots: Slots, highest: float, written: Callable[[float], str], whole: bool = False) -> Plane:
    """Room for the values up to `highest`. written: how a value of the scale reads; whole: values come in pieces."""
    levels = ticks(highest if highest > 0 else 1.0, 4 if frame.narrow else 5, whole)
    left = max(width(written(level), frame.size) for level in levels) + 9
    tall = 150.0 if frame.narrow else 250.0
    top = frame.size * 1.3
    return Plane(frame, slots, levels, written, left, frame.width - frame.size * 0.7, top, top + tall)
