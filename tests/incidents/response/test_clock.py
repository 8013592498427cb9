"""The 30-minute clock."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents.response.choices import Status
from incidents.response.rules.clock import ClockState, due_at, minutes_and_seconds, read_clock

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def read(minutes, *, status=Status.RESPONDING, stopped=None, over=None, serving=False):
    return read_clock(
        status=status,
        started=START,
        due=due_at(START),
        stopped=after(stopped),
        over=after(over),
        serving=serving,
        now=after(minutes),
    )


def after(minutes):
    return None if minutes is None else START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, "running"), (19.99, "running"), (20, "warned"), (29.99, "warned"), (30, "overdue"), (500, "overdue")],
)
def test_it_runs_warns_at_20_minutes_and_is_overdue_at_30(minutes, state):
    assert read(minutes).state == state


@pytest.mark.parametrize(("stopped", "state"), [(18, "met"), (30, "met"), (30.1, "met_late")])
def test_evidence_stops_it_in_time_or_late(stopped, state):
    assert read(90, stopped=stopped, serving=True).state == state


def test_stopped_it_tells_what_it_took():
    assert read(90, stopped=18.05).elapsed == timedelta(minutes=18, seconds=3)


def test_when_everything_was_withdrawn_it_stays_stopped_and_says_that_nothing_serves():
    clock = read(40, stopped=18, serving=False)
    assert (clock.state, clock.bare) == (ClockState.MET, True)


def test_after_the_end_nothing_needs_to_serve():
    assert not read(40, status=Status.RESTORED, stopped=18, over=35).bare


@pytest.mark.parametrize(("over", "state"), [(12, "ended"), (45, "ended_late")])
def test_trouble_that_ends_by_itself_is_neither_met_nor_running(over, state):
    assert read(90, status=Status.RESTORED, over=over).state == state


@pytest.mark.parametrize("status", [Status.FALSE_ALARM, Status.MERGED])
def test_a_false_alarm_and_a_merged_one_are_not_timed(status):
    assert read(90, status=status, over=45).state == ClockState.VOID


def test_opened_again_it_goes_on_from_where_it_started():
    assert read(25, status=Status.CONFIRMED, over=12).state == ClockState.WARNED


def test_overdue_the_rest_is_negative():
    assert read(33).left == timedelta(minutes=-3)


@pytest.mark.parametrize(("seconds", "text"), [(1082, "18:02"), (-190, "03:10"), (3909, "1:05:09"), (0, "00:00")])
def test_spans_read_as_minutes_and_seconds(seconds, text):
    assert minutes_and_seconds(timedelta(seconds=seconds)) == text
