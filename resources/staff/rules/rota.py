"""Who is to serve when: the shifts of a rota on a stretch of days. Pure: the calendar is handed in, there is no clock.

The same day gets the same shifts and people whatever window it is planned in, because turns are counted from the rota's
first day on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from emergency_ops.lib.clock import SHANGHAI
from resources.staff.choices import DayRule, RotationUnit

from .calendar import applies, days_between


@dataclass(frozen=True)
class ShiftPattern:
    """A shift of the day. weekdays: ISO numbers, empty for all of them."""

    label: str
    begins: time
    minutes: int
    days: str = DayRule.ALL
    weekdays: frozenset[int] = frozenset()
    offset: int = 0

    def falls_on(self, day: date, kind: str | None) -> bool:
        return (not self.weekdays or day.isoweekday() in self.weekdays) and applies(self.days, kind)


@dataclass(frozen=True)
class Turn:
    """Somebody in the rotation. weekdays: those that are theirs, for RotationUnit.FIXED."""

    person: int
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Pattern:
    """A rota. `every`: how many units a member serves before it is the next one's turn."""

    starts_on: date
    ends_on: date | None
    unit: str
    every: int
    shifts: Sequence[ShiftPattern]
    members: Sequence[Turn]


@dataclass(frozen=True)
class Planned:
    """A shift in [begins, ends). person None: nobody's turn, a gap."""

    day: date
    label: str
    begins: datetime
    ends: datetime
    person: int | None


@dataclass
class _Counter:
    """How many days and shifts the rota has had so far."""

    days: int = 0
    shifts: int = 0
    taking_place: list[ShiftPattern] = field(default_factory=list)


class Fault(StrEnum):
    """What can be wrong with a rota."""

    NO_SHIFTS = "no_shifts"
    NO_MEMBERS = "no_members"
    SAME_LABEL = "same_label"
    LENGTH = "length"
    EVERY = "every"
    ENDS_BEFORE = "ends_before"
    NO_WEEKDAYS = "no_weekdays"


def faults(pattern: Pattern) -> list[Fault]:
    """What is wrong with a rota, in the order of its form."""
    labels = [shift.label for shift in pattern.shifts]
    fixed = pattern.unit == RotationUnit.FIXED
    found = {
        Fault.ENDS_BEFORE: pattern.ends_on is not None and pattern.ends_on < pattern.starts_on,
        Fault.EVERY: not 1 <= pattern.every <= 99,
        Fault.NO_SHIFTS: not labels,
        Fault.SAME_LABEL: len(set(labels)) < len(labels),
        Fault.LENGTH: any(not 1 <= shift.minutes <= 24 * 60 for shift in pattern.shifts),
        Fault.NO_MEMBERS: not pattern.members,
        Fault.NO_WEEKDAYS: fixed and not all(turn.weekdays for turn in pattern.members),
    }
    return [fault for fault, is_there in found.items() if is_there]


def plan(pattern: Pattern, first: date, last: date, kinds: Mapping[date, str]) -> list[Planned]:
    """The shifts that begin from `first` to `last`, in order.

    kinds: DayKind of the days from pattern.starts_on to `last`; a day that is missing is unknown: only ALL shifts take place.
    """
    found = []
    for day, counter in _service_days(pattern, last, kinds):
        for position, shift in enumerate(counter.taking_place):
            if day >= first:
                person = _person(pattern, shift, day, counter, position)
                found.append(_planned(shift, day, person))
    return found


def span_of(day: date, begins: time, minutes: int) -> tuple[datetime, datetime]:
    """Beginning and end of a shift, in Shanghai's time."""
    start = datetime.combine(day, begins, SHANGHAI)
    return start, start + timedelta(minutes=minutes)


def minutes_between(begins: time, ends: time) -> int:
    """Minutes from one time of day until it is the other: 20:00–08:00 is 720, 08:00–08:00 is 1440."""
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    return minutes if minutes > 0 else minutes + 24 * 60


def _service_days(pattern: Pattern, last: date, kinds: Mapping[date, str]) -> Iterator[tuple[date, _Counter]]:
    """The days on which a shift takes place, each with what went before it."""
    counter = _Counter()
    end = last if pattern.ends_on is None else min(last, pattern.ends_on)
    in_order = sorted(pattern.shifts, key=lambda shift: (shift.begins, shift.label))
    for day in days_between(pattern.starts_on, end):
        kind = kinds.get(day)
        counter.taking_place = [shift for shift in in_order if shift.falls_on(day, kind)]
        if counter.taking_place:
            yield day, counter
            counter.days += 1
            counter.shifts += len(counter.taking_place)


def _person(pattern: Pattern, shift: ShiftPattern, day: date, counter: _Counter, position: int) -> int | None:
    weeks = _weeks(pattern.starts_on, day)
    members = pattern.members
    if pattern.unit == RotationUnit.FIXED:
        members = [turn for turn in members if day.isoweekday() in turn.weekdays]
    if not members:
        return None
    counted = {RotationUnit.SHIFT: counter.shifts + position, RotationUnit.DAY: counter.days}
    turn = counted.get(RotationUnit(pattern.unit), weeks) // pattern.every
    return members[(turn + shift.offset) % len(members)].person


def _weeks(start: date, day: date) -> int:
    """How many Mondays lie between the two."""
    monday = start - timedelta(days=start.weekday())
    return (day - monday).days // 7


def _planned(shift: ShiftPattern, day: date, person: int | None) -> Planned:
    begins, ends = span_of(day, shift.begins, shift.minutes)
    return Planned(day, shift.label, begins, ends, person)
