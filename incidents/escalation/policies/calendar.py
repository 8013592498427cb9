"""What the official calendar says of an instant."""

from datetime import date, datetime, timedelta

from resources.staff.queries_duty import kinds_between, local_day

from .hours import Moment, moment_of


def calendar_around(at: datetime) -> dict[date, str]:
    """The kinds of the day and of the one before, as far as they are known. One query."""
    today = local_day(at)
    return kinds_between(today - timedelta(days=1), today)


def moment_at(at: datetime) -> Moment:
    return moment_of(at, calendar_around(at))
