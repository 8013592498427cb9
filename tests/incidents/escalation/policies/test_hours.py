"""Windows of time, across midnight, by the calendar."""

from datetime import date, datetime

import pytest

from incidents.escalation.policies.hours import Window, closes_at, contains, moment_of
from tests.conftest import CST

NIGHT = Window("22:00", "06:00")
SATURDAY, SUNDAY, MONDAY = 28, 29, 30


def at(day, hour, minute=0):
    """An instant in November 2026, a month that begins on a Sunday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=CST)


def is_open(window, moment, **kinds):
    return contains(window, moment_of(moment, {date(2026, 11, int(day[1:])): kind for day, kind in kinds.items()}))


@pytest.mark.parametrize(("hour", "expected"), [(21, False), (22, True), (2, True), (6, False)])
def test_a_night_crosses_midnight(hour, expected):
    assert is_open(NIGHT, at(MONDAY, hour)) is expected


def test_the_night_of_a_weekday_goes_on_into_the_next_day():
    saturday_night = Window("22:00", "06:00", weekdays=(6,))
    assert is_open(saturday_night, at(SUNDAY, 2))
    assert not is_open(saturday_night, at(SATURDAY, 2))


def test_alike_ends_are_a_whole_day():
    sunday = Window("00:00", "00:00", weekdays=(7,))
    assert is_open(sunday, at(SUNDAY, 23, 59))
    assert not is_open(sunday, at(MONDAY, 0))


def test_a_make_up_day_is_no_weekend():
    assert not is_open(Window("00:00", "24:00", "resting"), at(SATURDAY, 10), d28="makeup", d27="workday")


def test_a_holiday_is_no_working_day():
    assert not is_open(Window("08:00", "18:00", "working"), at(MONDAY, 10), d30="holiday", d29="weekend")


def test_the_night_before_a_holiday_s_end_is_of_the_holiday():
    assert is_open(Window("20:00", "08:00", "holiday"), at(MONDAY, 3), d29="holiday", d30="workday")


def test_a_day_that_the_calendar_does_not_know_is_an_ordinary_one_and_said_to_be():
    moment = moment_of(at(SATURDAY, 10), {})
    assert (moment.kind, moment.known) == ("weekend", False)


@pytest.mark.parametrize(("now", "end"), [(at(MONDAY, 2), at(MONDAY, 6)), (at(SUNDAY, 23), at(MONDAY, 6))])
def test_a_night_closes_in_the_morning(now, end):
    assert closes_at(NIGHT, now) == end
