"""Whether a training counts on a day, until when, and when to warn. Pure: days are local dates."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

from resources.staff.choices import TrainingResult

#: days before the last valid day on which the person and their managers are told, the earliest first
WARNING_DAYS = (60, 30, 7)


class Taken(Protocol):
    """What is asked of a training record."""

    @property
    def taken_on(self) -> date: ...
    @property
    def expires_on(self) -> date | None: ...
    @property
    def result(self) -> str: ...
    @property
    def revoked_at(self) -> datetime | None: ...


def expiry_of(taken_on: date, valid_months: int | None) -> date | None:
    """The last day on which it counts: the day before the same day so many months later; None for ever."""
    if not valid_months:
        return None
    month = taken_on.month - 1 + valid_months
    year, month = taken_on.year + month // 12, month % 12 + 1
    day = min(taken_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def counts(record: Taken) -> bool:
    """Passed, and not revoked since."""
    return record.result == TrainingResult.PASSED and record.revoked_at is None


def is_valid(record: Taken, on: date) -> bool:
    """Whether the training counts on this day."""
    return counts(record) and record.taken_on <= on and (record.expires_on is None or on <= record.expires_on)


def best_of(records: Iterable[Taken], on: date) -> Taken | None:
    """Of those valid on a day, the one that lasts longest."""
    valid = [record for record in records if is_valid(record, on)]
    return max(valid, key=lambda record: record.expires_on or date.max, default=None)


def expires_within(record: Taken, until: date | None) -> bool:
    """Whether it ends before a service that lasts until this day (None: without end) is over."""
    return record.expires_on is not None and (until is None or record.expires_on < until)


def warning_due(expires_on: date, today: date) -> int | None:
    """Which warning is due: 60, 30 or 7 for so many days before at most, 0 from the day after the last one; None before."""
    left = (expires_on - today).days
    if left < 0:
        return 0
    return min((days for days in WARNING_DAYS if left <= days), default=None)
