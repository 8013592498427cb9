"""The 30-minute clock and relative times."""

from datetime import UTC, datetime, timedelta

import pytest

from emergency_ops.lib.timing import ClockState, Reading, ago, brief, duration, full, read_clock, short

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=30)


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "reading"),
    [
        (0, Reading(ClockState.RUNNING, 1800)),
        (20, Reading(ClockState.RUNNING, 600)),
        (20.5, Reading(ClockState.SOON, 570)),
        (30, Reading(ClockState.SOON, 0)),
        (33, Reading(ClockState.LATE, 180)),
    ],
)
def test_a_running_clock(minutes, reading):
    assert read_clock(START, DUE, None, at(minutes)) == reading


@pytest.mark.parametrize(("used", "state"), [(30, ClockState.MET), (30.1, ClockState.MISSED)])
def test_a_stopped_clock(used, state):
    assert read_clock(START, DUE, at(used), at(90)) == Reading(state, int(used * 60))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00"), (751, "12:31"), (3600, "1:00:00"), (11109, "3:05:09"), (400_000, "4天")]
)
def test_a_duration(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "刚刚"),
        (3, "3分钟前"),
        (119, "1小时前"),
        (4320, "3天前"),
        (-0.5, "即将"),
        (-5, "5分钟后"),
        (-120, "2小时后"),
        (-1440, "1天后"),
    ],
)
def test_relative_times(minutes, text):
    assert ago(START, at(minutes)) == text


def test_times_are_local(settings):
    assert full(START) == "2026-11-23 12:00:00"


def test_another_year_is_named():
    assert short(START, at(0)) == "11-23 12:00"
    assert short(START - timedelta(days=365), at(0)) == "2025-11-23 12:00"


def test_the_time_of_today_needs_no_day():
    assert brief(START, at(5)) == "12:00"
    assert brief(START, at(12 * 60)) == "11-23 12:00"
