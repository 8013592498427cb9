"""Periods of a terminal: joined, cut, ended. Plain values; an open end is None."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

#: an incident's first period may begin so long before it was registered
LONGEST_BACK = timedelta(days=30)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `since` until `until` (None: still). by_hand: a person has set the end, which reports of the same trouble leave alone."""

    since: datetime
    until: datetime | None
    by_hand: bool = False

    @property
    def end(self) -> datetime:
        return self.until or _NEVER


def joined(periods: Iterable[Period]) -> list[Period]:
    """In order, without overlaps: periods that overlap or touch become one, which ends as the later of them does."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda one: (one.since, one.end)):
        if found and period.since <= found[-1].end:
            last = found[-1]
            longer = period if period.end > last.end else last
            found[-1] = Period(last.since, longer.until, longer.by_hand)
        else:
            found.append(period)
    return found


def without(periods: Iterable[Period], since: datetime, until: datetime | None) -> list[Period]:
    """What is left of the periods when the time from `since` until `until` (None: for ever) is cut out."""
    stop = until or _NEVER
    left: list[Period] = []
    for period in periods:
        if period.end <= since or period.since >= stop:
            left.append(period)
            continue
        if period.since < since:
            left.append(Period(period.since, since, by_hand=True))
        if period.end > stop:
            left.append(replace(period, since=stop))
    return left


def ended(periods: Iterable[Period], at: datetime) -> list[Period]:
    """Back at `at`: what was still open ends then; what would begin later is gone."""
    return [
        Period(period.since, at, by_hand=True) if period.until is None else period
        for period in periods
        if period.until is not None or period.since <= at
    ]
