"""Courses side by side: what each went through since it began, on one scale of minutes, with the time it should take."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .columns import swatch
from .drawing import BAD, FAINT, GOOD, QUIET, WARN, Drawing, Frame, fill_of, line, path, patterns, polyline, rect, text
from .lettering import shortened, width
from .picture import SWATCH_HEIGHT, SWATCH_WIDTH, Key
from .plane import Threshold
from .scales import Scale, nice_step

#: of a row's height, by phase: the time in which nothing serves is the thickest
_THICK = (0.5, 0.75, 1.0, 0.75, 0.35)


@dataclass(frozen=True, slots=True)
class Phase:
    """Minutes since the course began, from…to; look: the number of the phase's name."""

    since: float
    until: float
    look: int


@dataclass(frozen=True, slots=True)
class Course:
    """label and words: what it is, and how it stands. goes_on: it is not over yet. reached: the minute that counts."""

    label: str
    phases: Sequence[Phase]
    words: str
    goes_on: bool = False
    reached: float | None = None


@dataclass(frozen=True)
class Gantt:
    """phases: their names, in order; looks: how each is drawn. limit: in minutes. reached: what the mark on a course means. most: minutes shown at most."""

    courses: Sequence[Course]
    phases: Sequence[str]
    limit: Threshold
    reached: str
    most: float = 240.0
    looks: Sequence[int] = (QUIET, WARN, BAD, GOOD, FAINT)

    def draw(self, frame: Frame, prefix: str) -> Drawing:
        size = frame.size
        left = 0.0 if frame.narrow else min(330.0, max([40.0, *(width(one.label, size) for one in self.courses)]) + 12)
        words = max((width(one.words, size) for one in self.courses), default=0.0) + 12
        across = Scale(0.0, self._reach(), left, frame.width - (size if frame.narrow else min(words, 190.0)))
        pitch, thick = (size * 1.45 + 24, 16.0) if frame.narrow else (30.0, 18.0)
        top = size * 1.7
        bottom = top + pitch * len(self.courses)
        parts = [patterns(self.looks, prefix), self._scale(across, top, bottom, frame)]
        for number, course in enumerate(self.courses):
            parts.append(self._course(course, across, _middle(frame, top + number * pitch, thick), thick, prefix))
        parts.append(self._limit(across, top, bottom, size))
        parts += [_words(one, frame, across, top + number * pitch, thick) for number, one in enumerate(self.courses)]
        return Drawing(frame.width, bottom + size * 1.8, "".join(parts))

    def keys(self, prefix: str) -> Sequence[Key]:
        phases = [
            Key(name, swatch(look, f"{prefix}{look}")) for look, name in zip(self.looks, self.phases, strict=True)
        ]
        return [*phases, Key(self.reached, _reached(SWATCH_WIDTH / 2, SWATCH_HEIGHT / 2))]

    def _reach(self) -> float:
        """The scale ends where the courses do, but shows twice the limit at least and `most` at most."""
        longest = max((phase.until for course in self.courses for phase in course.phases), default=0.0)
        return max(self.limit.value * 2, min(longest, self.most))

    def _scale(self, across: Scale, top: float, bottom: float, frame: Frame) -> str:
        size, step = frame.size, _minutes_step(across.high, 4 if frame.narrow else 8)
        found = []
        minute = 0.0
        while minute <= across.high:
            x, words = across(minute), _("%(minutes)d分") % {"minutes": minute}
            found.append(line(x, top, x, bottom, "chart__grid" if minute else "chart__base"))
            place = min(max(x, width(words, size) / 2), frame.width - width(words, size) / 2)
            found.append(text(place, bottom + size * 1.3, words, size, anchor="middle"))
            minute += step
        return "".join(found)

    def _course(self, course: Course, across: Scale, middle: float, thick: float, prefix: str) -> str:
        found = []
        for phase in course.phases:
            x, high = across(phase.since), thick * _THICK[phase.look]
            wide = across(phase.until) - x
            if wide > 0:
                fill = fill_of(self.looks[phase.look], prefix)
                found.append(rect(x, middle - high / 2, wide, high, "chart__area", fill))
        ends = max((phase.until for phase in course.phases), default=0.0)
        if ends > across.high or course.goes_on:
            tip, half = across(ends), thick / 2
            head = [(tip - 4, middle - half), (tip + 4, middle), (tip - 4, middle + half)]
            found.append(path(polyline(head), "chart__on"))
        if course.reached is not None and course.reached <= across.high:
            found.append(_reached(across(course.reached), middle))
        return "".join(found)

    def _limit(self, across: Scale, top: float, bottom: float, size: float) -> str:
        x, half = across(self.limit.value), width(self.limit.label, size) / 2
        place = min(max(x, half), across.end - half)
        words = text(place, top - 8, self.limit.label, size, "chart__limit-text", "middle")
        return line(x, top - 4, x, bottom, "chart__limit") + words


def _minutes_step(span: float, most: int) -> float:
    steps = (5, 10, 15, 30, 60, 120, 240)
    return next((float(step) for step in steps if span / step <= most), nice_step(span, most))


def _words(course: Course, frame: Frame, across: Scale, y: float, thick: float) -> str:
    """Label and words: above the bar where it is narrow, else on both sides of it."""
    size = frame.size
    base = y + size if frame.narrow else _middle(frame, y, thick) + size * 0.36
    room = frame.width - width(course.words, size) - 12 if frame.narrow else across.start - 12
    label = text(0, base, shortened(course.label, room, size), size, "chart__label")
    words = course.words if frame.narrow else shortened(course.words, 180, size)
    return label + text(frame.width, base, words, size, "chart__note", "end")


def _middle(frame: Frame, y: float, thick: float) -> float:
    return y + (frame.size * 1.45 if frame.narrow else 6) + thick / 2


def _reached(x: float, y: float) -> str:
    """A diamond on the bar."""
    return path(polyline([(x, y - 8), (x + 6, y), (x, y + 8), (x - 6, y)]) + "z", "chart__reached")
