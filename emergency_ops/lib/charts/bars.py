"""Bars, one a row: parts one after another, marks of what it is measured against, and the value in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .columns import swatch
from .drawing import LOOKS, Drawing, Frame, fill_of, hatch, line, path, patterns, polyline, rect, text
from .lettering import shortened, width
from .picture import SWATCH_HEIGHT, SWATCH_WIDTH, Key
from .plane import Threshold
from .scales import Scale, ticks


@dataclass(frozen=True, slots=True)
class Bar:
    """parts: a value a series. marks: a value a kind of mark, None where it has none. words: beside the bar.

    unknown: nothing is known; the bar is a hatch, its words say why.
    """

    label: str
    parts: Sequence[float]
    words: str
    marks: Sequence[float | None] = ()
    unknown: bool = False


@dataclass(frozen=True)
class Bars:
    """series: names of the parts. marks: names of the marks, at most three. most: values beyond are cut, with an arrow.

    whole: values come in pieces.
    """

    rows: Sequence[Bar]
    series: Sequence[str]
    written: Callable[[float], str]
    marks: Sequence[str] = ()
    reference: Threshold | None = None
    most: float | None = None
    looks: Sequence[int] = ()
    whole: bool = False

    def draw(self, frame: Frame, prefix: str) -> Drawing:
        size = frame.size
        words = max((width(row.words, size) for row in self.rows), default=0.0) + 14
        left = 0.0 if frame.narrow else min(260.0, max([40.0, *(width(row.label, size) for row in self.rows)]) + 16)
        levels = ticks(self._highest(), 3 if frame.narrow else 5, self.whole)
        across = Scale(0.0, levels[-1], left, frame.width - (size * 0.8 if frame.narrow else words))
        pitch, thick = (size * 1.45 + 24, 16.0) if frame.narrow else (30.0, 17.0)
        top = size * 1.6 if self.reference else 4.0
        bottom = top + pitch * len(self.rows)
        parts = [
            patterns(self._looks, prefix),
            hatch(prefix),
            self._scale(across, levels, top, bottom, size),
        ]
        for number, row in enumerate(self.rows):
            parts.append(self._row(row, frame, across, top + number * pitch, thick, prefix))
        if self.reference:
            parts.append(_reference(self.reference, across, top, bottom, size))
        return Drawing(frame.width, bottom + size * 1.8, "".join(parts))

    def keys(self, prefix: str) -> Sequence[Key]:
        parts = [
            Key(name, swatch(look, f"{prefix}{look}")) for look, name in zip(self._looks, self.series, strict=True)
        ]
        middle = SWATCH_WIDTH / 2
        marks = [Key(name, _mark(kind, middle, 2, SWATCH_HEIGHT - 4)) for kind, name in enumerate(self.marks)]
        return [*(parts if len(parts) > 1 or marks else ()), *marks]

    @property
    def _looks(self) -> Sequence[int]:
        return self.looks or [number % LOOKS for number in range(len(self.series))]

    def _highest(self) -> float:
        values = [sum(row.parts) for row in self.rows if not row.unknown]
        marks = [mark for row in self.rows for mark in row.marks if mark is not None]
        highest = max([*values, *marks, self.reference.value if self.reference else 0.0], default=0.0)
        return min(highest, self.most) if self.most and highest > self.most else highest or 1.0

    def _scale(self, across: Scale, levels: Sequence[float], top: float, bottom: float, size: float) -> str:
        found = []
        for level in levels:
            x = across(level)
            found.append(line(x, top, x, bottom, "chart__grid" if level else "chart__base"))
            words = self.written(level)
            place = max(x, width(words, size) / 2)
            found.append(text(place, bottom + size * 1.3, words, size, anchor="middle"))
        return "".join(found)

    def _row(self, row: Bar, frame: Frame, across: Scale, y: float, thick: float, prefix: str) -> str:
        size = frame.size
        top = y + size * 1.45 if frame.narrow else y + 6
        total = sum(row.parts)
        found = []
        if row.unknown:
            wide = (across.end - across.start) * 0.12
            found.append(rect(across.start, top, wide, thick, "chart__unknown", f"url(#{prefix}-unknown)"))
        below = 0.0
        for look, value in zip(self._looks, row.parts, strict=False) if not row.unknown else ():
            x = across(below)
            if value:
                found.append(rect(x, top, across(below + value) - x, thick, "chart__area", fill_of(look, prefix)))
            below += value
        if not row.unknown and total > across.high:
            tip = across.end
            found.append(
                path(polyline([(tip - 9, top - 1), (tip, top + thick / 2), (tip - 9, top + thick + 1)]), "chart__on")
            )
        found += [
            _mark(kind, across(mark), top - 3, thick + 6) for kind, mark in enumerate(row.marks) if mark is not None
        ]
        return "".join([*found, self._words(row, frame, across, y, top + thick / 2)])

    def _words(self, row: Bar, frame: Frame, across: Scale, y: float, middle: float) -> str:
        size = frame.size
        if frame.narrow:
            room = frame.width - width(row.words, size) - 12
            label = text(0, y + size, shortened(row.label, room, size), size, "chart__label")
            return label + text(frame.width, y + size, row.words, size, "chart__note", "end")
        base = middle + size * 0.36
        label = text(0, base, shortened(row.label, across.start - 12, size), size, "chart__label")
        return label + text(frame.width, base, row.words, size, "chart__note", "end")


def _reference(reference: Threshold, across: Scale, top: float, bottom: float, size: float) -> str:
    x, label = across(reference.value), reference.label
    half = width(label, size) / 2
    place = min(max(x, half), across.end - half)
    words = text(place, top - 8, label, size, "chart__limit-text", "middle")
    return line(x, top - 4, x, bottom, "chart__limit") + words


def _mark(kind: int, x: float, top: float, height: float) -> str:
    """A full line, a triangle pointing at the place, a dashed line; with a halo, so that it is seen upon a dark bar too."""
    halo = line(x, top, x, top + height, "chart__halo")
    if kind == 1:
        data = polyline([(x - 5, top), (x + 5, top), (x, top + 7)]) + "z"
        return halo + line(x, top, x, top + height, "chart__stem") + path(data, "chart__pin")
    return halo + line(x, top, x, top + height, f"chart__rule chart__rule--{kind + 1}")
