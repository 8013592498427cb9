"""Opening hours as offices write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency_ops.lib.clock import SHANGHAI
from resources.network.hours import Hours, parse


def at(text, day=23):
    """A moment in the week of Monday 2026-11-23."""
    hour, minute = map(int, text.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


MONDAY, FRIDAY, SATURDAY, SUNDAY = 23, 27, 28, 29


@pytest.mark.parametrize(
    ("text", "opens", "closed"),
    [
        ("08:30-12:00,13:30-17:30", ["08:30", "11:59", "13:30", "17:29"], ["08:29", "12:00", "13:29", "17:30"]),
        ("00:00-24:00", ["00:00", "12:00", "23:59"], []),
        ("22:00-06:00", ["22:00", "23:59", "00:00", "05:59"], ["06:00", "21:59"]),
        ("８：３０－１７：００", ["08:30"], ["17:00"]),
        ("8:30～17:00", ["08:30"], ["08:29"]),
        ("08:30至17:00", ["08:30"], ["08:29"]),
        ("24小时", ["03:00"], []),
        ("全天", ["03:00"], []),
        ("08:00-12:00、11:00-13:00", ["12:30"], ["13:00"]),
        ("休息", [], ["12:00"]),
    ],
)
def test_a_day(text, opens, closed):
    hours = parse(text)
    assert [hours.is_open(at(moment)) for moment in opens] == [True] * len(opens)
    assert [hours.is_open(at(moment)) for moment in closed] == [False] * len(closed)


@pytest.mark.parametrize(
    ("text", "open_days"),
    [
        ("周一至周五 08:30-17:00;周六 09:00-12:00", [23, 24, 25, 26, 27, 28]),
        ("周一至周五：08:30-17:00；周六、周日 09:00-12:00", [23, 24, 25, 26, 27, 28, 29]),
        ("周一,周三 08:30-17:00", [23, 25]),
        ("工作日 08:30-17:00", [23, 24, 25, 26, 27]),
        ("周末 08:30-17:00", [28, 29]),
        ("08:30-17:00;周日 休息", [23, 24, 25, 26, 27, 28]),
        ("周六至周一 08:30-17:00", [23, 28, 29]),
        ("星期一到星期三 08:30-17:00", [23, 24, 25]),
        ("周一至五 08:30-17:00", [23, 24, 25, 26, 27]),
        ("Mon-Fri 08:30-17:00", [23, 24, 25, 26, 27]),
        ("每天 08:30-17:00", [23, 24, 25, 26, 27, 28, 29]),
    ],
)
def test_days(text, open_days):
    hours = parse(text)
    assert [day for day in range(23, 30) if hours.is_open(at("10:00", day))] == open_days


@pytest.mark.parametrize(
    "text", ["", " ; ", "8点到5点", "08:30", "25:00-26:00", "08:70-09:00", "08:00-08:00", "周一", "周八 08:00-09:00"]
)
def test_what_is_not_understood_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"。$"):
        parse(text)


def test_open_since_is_the_beginning_of_the_present_span():
    assert parse("08:30-12:00,13:30-17:30").open_since(at("14:15")) == at("13:30")


def test_open_since_reaches_over_midnight_and_the_end_of_the_week():
    assert parse("22:00-06:00").open_since(at("05:00", MONDAY)) == at("22:00", 22)


def test_open_since_is_none_while_closed():
    assert parse("08:30-12:00").open_since(at("12:00")) is None


def test_a_place_that_never_closes_has_been_open_for_long():
    hours = parse("00:00-24:00")
    assert hours.open_since(at("12:00", 29)) == at("12:00", 22)
    assert hours.next_close(at("12:00")) is None


def test_next_close_of_the_present_span():
    assert parse("08:30-12:00,13:30-17:30").next_close(at("09:00")) == at("12:00")


def test_next_close_while_closed_is_that_of_the_next_span():
    assert parse("周一至周五 08:30-17:00").next_close(at("18:00", FRIDAY)) == at("17:00", 30)


def test_next_open_after_a_weekend():
    assert parse("周一至周五 08:30-17:00").next_open(at("18:00", FRIDAY)) == at("08:30", 30)


def test_a_moment_in_utc_is_read_in_shanghai_time():
    assert parse("08:30-17:00").is_open(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))


def test_seconds_do_not_move_the_edges():
    moment = at("14:15").replace(second=59, microsecond=999_999)
    assert parse("13:30-17:30").open_since(moment) == at("13:30")


@given(st.integers(0, 1439), st.integers(1, 1440), st.integers(0, 7 * 1440 - 1))
def test_open_since_and_next_close_enclose_an_open_moment(start, length, minute):
    end = (start + length) % 1440
    if end == start:
        return
    hours = parse(f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}")
    moment = at(f"{minute % 1440 // 60}:{minute % 60}", 23 + minute // 1440)
    if hours.is_open(moment):
        assert hours.open_since(moment) <= moment < hours.next_close(moment)


def test_no_spans_never_opens():
    assert Hours(()).next_open(at("12:00")) is None
