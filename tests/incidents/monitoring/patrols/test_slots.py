"""When rounds are, and how a round stands: pure decisions."""

from datetime import datetime, timedelta

import pytest

from incidents.monitoring.patrols import rules
from resources.network.hours import parse
from tests.conftest import CST, NOON

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=CST)
TWO_HOURS, HALF = timedelta(hours=2), timedelta(minutes=30)


def starts(text, since=MONDAY, hours=24, interval=TWO_HOURS):
    found = rules.slots(parse(text), since, since + timedelta(hours=hours), interval, HALF)
    return [slot.starts.strftime("%H:%M") for slot in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:00-16:00", ["08:00", "10:00", "12:00", "14:00"]),
        ("08:30-12:00,13:30-17:30", ["08:30", "10:30", "13:30", "15:30"]),
        ("08:00-14:10", ["08:00", "10:00", "12:00"]),
        ("周二 08:00-12:00;周一 休息", []),
        ("22:00-02:00", ["00:00", "22:00"]),
    ],
)
def test_rounds_begin_at_opening_and_every_two_hours(text, expected):
    assert starts(text) == expected


def test_a_place_that_never_closes_is_gone_round_from_midnight():
    assert len(starts("00:00-24:00")) == 12


def test_no_interval_no_rounds():
    assert starts("08:00-16:00", interval=timedelta()) == []


def test_a_round_ends_with_the_next_one_or_at_closing():
    first, last = rules.slots(parse("08:00-11:00"), MONDAY, MONDAY + timedelta(days=1), TWO_HOURS, HALF)
    assert (first.due - first.starts, first.ends - first.starts) == (HALF, TWO_HOURS)
    assert last.ends - last.starts == timedelta(hours=1)


def test_a_round_is_finished_when_the_last_thing_was_seen_first():
    seen = [((1, "a"), NOON + HALF), ((1, "a"), NOON), ((1, "b"), NOON + timedelta(minutes=9))]
    assert rules.finished_at({(1, "a"), (1, "b")}, seen) == NOON + timedelta(minutes=9)


def test_a_round_with_something_missing_is_not_finished():
    assert rules.finished_at({(1, "a"), (1, "b")}, [((1, "a"), NOON)]) is None


@pytest.mark.parametrize(
    ("state", "finished", "expected"),
    [
        ("planned", None, "under_way"),
        ("missed", None, "missed"),
        ("missed", NOON, "done"),
        ("under_way", NOON + TWO_HOURS, "late"),
    ],
)
def test_what_was_seen_when_says_how_a_round_stands(state, finished, expected):
    assert rules.state_of(state, NOON + HALF, finished, begun=True) == expected


def test_the_phones_clock_is_put_right_by_when_it_says_that_it_sent():
    slow = NOON - timedelta(hours=3)
    assert rules.seen_at(slow, slow + HALF, NOON) == NOON - HALF


def test_nothing_was_seen_later_than_it_came():
    assert rules.seen_at(NOON + HALF, None, NOON) == NOON


@pytest.mark.parametrize(
    ("fault", "worth"), [("PAPER_LOW", False), ("notice:missing", False), ("PAPER_OUT", True), ("", True)]
)
def test_notes_are_no_warnings(fault, worth):
    assert rules.is_worth_a_warning(fault) is worth


def test_causes_that_spread_are_reported_for_the_site():
    assert rules.report_key("S", "T", "running", "MAINS_LOST") == "S/MAINS_LOST"
    assert rules.report_key("S", "T", "screen", "SCREEN_BROKEN") == "T/screen"
