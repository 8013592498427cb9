"""Columns, one a slot: the series on top of each other, or side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .drawing import LOOKS, Drawing, Frame, box, fill_of, path, patterns, rect, text
from .lettering import width
from .lines import Series, blank
from .picture import SWATCH_HEIGHT, SWATCH_WIDTH, Key
from .plane import Plane, Threshold, plane
from .slots import Slots


@dataclass(frozen=True)
class Columns:
    """notes: a short text above each column. blank: slots of which nothing is known, hatched; by default those without any value.

    looks: of the series, where they judge (see drawing); by default each has its own.
    """

    slots: Slots
    series: Sequence[Series]
    written: Callable[[float], str]
    side_by_side: bool = False
    threshold: Threshold | None = None
    notes: Sequence[str] = ()
    whole: bool = True
    blank: Sequence[bool] | None = None
    looks: Sequence[int] = ()

    def draw(self, frame: Frame, prefix: str) -> Drawing:
        limits = [self.threshold.value * 1.1] if self.threshold else []
        base = plane(
            frame,
            self.slots,
            max([0.0, *limits, *self._tops()]) * (1.1 if self.notes else 1.0),
            self.written,
            self.whole,
        )
        drawn = [
            path(data, "chart__area", fill_of(look, prefix))
            for look, data in zip(self._looks, self._boxes(base), strict=True)
            if data
        ]
        limit = base.threshold(self.threshold) if self.threshold else ""
        looks = patterns(self._looks, prefix)
        parts = [looks, base.hatched(self._blank, prefix), base.axes(), *drawn, limit, *self._notes(base)]
        return Drawing(frame.width, base.height, "".join(parts))

    def keys(self, prefix: str) -> Sequence[Key]:
        if len(self.series) < 2:
            return ()
        return [
            Key(one.name, swatch(look, f"{prefix}{look}")) for look, one in zip(self._looks, self.series, strict=True)
        ]

    @property
    def _blank(self) -> Sequence[bool]:
        return blank(self.slots, self.series) if self.blank is None else self.blank

    @property
    def _looks(self) -> Sequence[int]:
        return self.looks or [number % LOOKS for number in range(len(self.series))]

    def _tops(self) -> list[float]:
        slots = [[one.values[slot] or 0.0 for one in self.series] for slot in range(self.slots.count)]
        return [max(values, default=0.0) if self.side_by_side else sum(values) for values in slots]

    def _boxes(self, base: Plane) -> list[str]:
        """A path a series: thousands of columns stay a few elements."""
        room = base.slot_width
        air = min(room * 0.25, 10.0)
        each = (room - air) / (len(self.series) if self.side_by_side else 1)
        found = [""] * len(self.series)
        for slot in range(self.slots.count):
            below = 0.0
            for number, one in enumerate(self.series):
                value = one.values[slot]
                if not value:
                    continue
                x = base.x(slot) + air / 2 + (number * each if self.side_by_side else 0)
                low, high = base.y(below), base.y(below + value)
                found[number] += box(x, high, each, low - high)
                below += 0.0 if self.side_by_side else value
        return found

    def _notes(self, base: Plane) -> list[str]:
        size = base.frame.size * 0.92
        tops = self._tops()
        if max((width(note, size) for note in self.notes), default=0.0) > base.slot_width + size:
            return []
        return [
            text(base.x(slot + 0.5), base.y(tops[slot]) - 5, note, size, "chart__note", "middle")
            for slot, note in enumerate(self.notes)
            if note
        ]


def swatch(look: int, prefix: str) -> str:
    """An area's look for a legend."""
    box_ = rect(1, 1, SWATCH_WIDTH - 2, SWATCH_HEIGHT - 2, "chart__area", fill_of(look, prefix))
    return patterns([look], prefix) + box_
