"""From when until when a picture tells, and in how long steps."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from emergency_ops.lib.clock import SHANGHAI

from .slots import TimeSlots
from .times import day

DAY = timedelta(days=1)
#: up to so long a span, in such steps; beyond that in days
_STEPS = (
    (timedelta(days=1), timedelta(minutes=20)),
    (timedelta(days=2), timedelta(minutes=30)),
    (timedelta(days=8), timedelta(hours=2)),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Shanghai, from midnight to midnight. The end may be still to come; `now` is the present."""

    start: datetime
    end: datetime
    now: datetime

    @property
    def until(self) -> datetime:
        """Up to when something can be known."""
        return max(self.start, min(self.end, self.now))

    @property
    def days(self) -> int:
        return round((self.end - self.start) / DAY)

    @property
    def step(self) -> timedelta:
        return next((step for span, step in _STEPS if self.end - self.start <= span), DAY)

    @property
    def slots(self) -> TimeSlots:
        return TimeSlots(self.start, self.step, round((self.end - self.start) / self.step))

    @property
    def begun(self) -> int:
        """How many slots have begun."""
        return min(self.slots.count, int((self.until - self.start) / self.step) + (self.until < self.end))

    @property
    def words(self) -> str:
        """11月22日, or 11月16日 – 11月22日."""
        last = self.end - DAY
        return day(self.start) if last <= self.start else f"{day(self.start)} – {day(last)}"


def last_days(count: int, now: datetime) -> Period:
    """Today and the days before, `count` in all."""
    today = now.astimezone(SHANGHAI).date()
    return between(today - timedelta(days=count - 1), today, now)


def between(first: date, last: date, now: datetime) -> Period:
    """From the first to the last day, both included."""
    return Period(_midnight(first), _midnight(last) + DAY, now)


def last_hours(count: int, now: datetime) -> Period:
    """The hours up to now, from a full hour on."""
    hour = now.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Period(hour - timedelta(hours=count), hour, now)


def _midnight(of: date) -> datetime:
    return datetime.combine(of, time(), SHANGHAI)
