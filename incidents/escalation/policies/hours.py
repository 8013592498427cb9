"""Windows of time: on which days, from when until when, across midnight too. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from emergency_ops.lib.clock import SHANGHAI
from incidents.escalation.choices import Days
from resources.staff.choices import DayKind
from resources.staff.rules.calendar import RESTING, WORKING, ordinary

DAY_MINUTES = 24 * 60
KINDS: Mapping[str, frozenset[str]] = {
    Days.WORKING: frozenset(str(kind) for kind in WORKING),
    Days.RESTING: frozenset(str(kind) for kind in RESTING),
    Days.HOLIDAY: frozenset({str(DayKind.HOLIDAY)}),
}


@dataclass(frozen=True)
class Window:
    """From start to end ("HH:MM", in Shanghai) on some days. An end that is not after the start is on the next day.

    days: a Days value. weekdays: ISO numbers, () for every one. Both must fit the day on which the window begins.
    """

    start: str
    end: str
    days: str = Days.ALL
    weekdays: tuple[int, ...] = ()

    @property
    def first_minute(self) -> int:
        return minute_of(self.start)

    @property
    def length(self) -> int:
        """In minutes; start and end alike: a whole day."""
        return (minute_of(self.end) - self.first_minute - 1) % DAY_MINUTES + 1


@dataclass(frozen=True)
class Moment:
    """A local minute with the kind of its day and of the day before. known: the calendar says so; else by the day of the week."""

    day: date
    minute: int
    kind: str
    kind_before: str
    known: bool = True


def minute_of(text: str) -> int:
    """Minutes since midnight of "HH:MM"; 24:00 is 1440."""
    hours, _colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def moment_of(at: datetime, kinds: Mapping[date, str]) -> Moment:
    """kinds: what the calendar says of days; a day that it does not know is taken for what it is in an ordinary week."""
    local = at.astimezone(SHANGHAI)
    day, before = local.date(), local.date() - timedelta(days=1)
    return Moment(
        day,
        local.hour * 60 + local.minute,
        kinds.get(day, str(ordinary(day))),
        kinds.get(before, str(ordinary(before))),
        known=day in kinds and before in kinds,
    )


def contains(window: Window, moment: Moment) -> bool:
    """Whether the window is open: it began today, or yesterday and goes on past midnight."""
    since = moment.minute - window.first_minute
    if since >= 0:
        return since < window.length and _begins_on(window, moment.day.isoweekday(), moment.kind)
    before = moment.day.isoweekday() - 1 or 7
    return since + DAY_MINUTES < window.length and _begins_on(window, before, moment.kind_before)


def open_window(windows: Sequence[Window], moment: Moment) -> Window | None:
    return next((window for window in windows if contains(window, moment)), None)


def closes_at(window: Window, at: datetime) -> datetime:
    """When a window that is open at an instant ends."""
    local = at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    end = midnight + timedelta(minutes=window.first_minute + window.length)
    began_yesterday = local.hour * 60 + local.minute < window.first_minute
    return end - timedelta(days=1) if began_yesterday else end


def _begins_on(window: Window, weekday: int, kind: str) -> bool:
    if window.weekdays and weekday not in window.weekdays:
        return False
    return window.days == Days.ALL or kind in KINDS[window.days]


def parse_windows(stored: Sequence[Mapping[str, Any]]) -> tuple[Window, ...]:
    return tuple(
        Window(
            str(row["start"]),
            str(row["end"]),
            str(row.get("days", Days.ALL)),
            tuple(int(day) for day in row.get("weekdays", ())),
        )
        for row in stored
    )


def stored_windows(windows: Sequence[Window]) -> list[dict[str, Any]]:
    """The inverse of parse_windows."""
    return [
        {"start": one.start, "end": one.end, "days": str(one.days), "weekdays": list(one.weekdays)} for one in windows
    ]
