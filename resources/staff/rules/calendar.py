"""What the official calendar says of a day. Pure. A year of which nothing is known is not guessed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from resources.staff.choices import DayKind, DayRule

WORKING = frozenset({DayKind.WORKDAY, DayKind.MAKEUP})
RESTING = frozenset({DayKind.WEEKEND, DayKind.HOLIDAY})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days of one holiday, both ends among them."""

    first: date
    last: date
    name: str


@dataclass(frozen=True)
class DayFact:
    day: date
    kind: str
    name: str = ""


def applies(rule: str, kind: str | None) -> bool:
    """Whether a shift of this DayRule takes place on a day of this kind; on a day of unknown kind only an ALL shift does."""
    if rule == DayRule.ALL:
        return True
    return kind in (WORKING if rule == DayRule.WORKING else RESTING)


def needs_calendar(rule: str) -> bool:
    return rule != DayRule.ALL


def is_resting(kind: str | None) -> bool:
    return kind in RESTING


def days_between(first: date, last: date) -> list[date]:
    """All days from first to last, both among them."""
    return [first + DAY * number for number in range((last - first).days + 1)]


def days_of_year(year: int) -> list[date]:
    return days_between(date(year, 1, 1), date(year, 12, 31))


def ordinary(day: date) -> DayKind:
    """The kind of a day that no announcement names."""
    return DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKDAY


def year_of(year: int, holidays: Iterable[Span], makeup_days: Mapping[date, str]) -> list[DayFact]:
    """All days of a year, from what its announcement names: holidays and make-up working days (day -> holiday's name)."""
    named = {day: span.name for span in holidays for day in days_between(span.first, span.last)}
    return [_fact(day, named, makeup_days) for day in days_of_year(year)]


def _fact(day: date, holidays: Mapping[date, str], makeup_days: Mapping[date, str]) -> DayFact:
    if day in holidays:
        return DayFact(day, DayKind.HOLIDAY, holidays[day])
    if day in makeup_days:
        return DayFact(day, DayKind.MAKEUP, makeup_days[day])
    return DayFact(day, ordinary(day))


def missing_years(first: date, last: date, known: Collection[int]) -> list[int]:
    """The years between two days of which the calendar knows nothing."""
    return [year for year in range(first.year, last.year + 1) if year not in known]
