"""What is forgotten when."""

from datetime import timedelta

import pytest

from incidents.monitoring.models import MinuteWindow, Signal, TerminalEvent
from incidents.monitoring.retention import prune
from tests.conftest import NOON

LONG_AGO = NOON - timedelta(days=401)


@pytest.fixture
def rows(terminal):
    for at in (NOON, NOON - timedelta(days=7), LONG_AGO):
        MinuteWindow.objects.create(minute=at, terminal=terminal, method="wechat", ok=1)
        TerminalEvent.objects.create(terminal=terminal, at=at, condition_from="unknown", condition_to="offline")
    Signal.objects.create(terminal=terminal, kind="silence", began_at=LONG_AGO, ended_at=LONG_AGO)
    Signal.objects.create(terminal=terminal, kind="silence", began_at=LONG_AGO)


def test_only_what_has_outlived_its_time_is_forgotten(rows):
    assert {table: rows for table, rows in prune(NOON).items() if rows} == {
        "incidents_minutewindow": 1,
        "incidents_terminalevent": 1,
        "incidents_signal": 1,
    }
    assert MinuteWindow.objects.count() == TerminalEvent.objects.count() == 2
    assert Signal.objects.get().ended_at is None


def test_slices_go_on_until_nothing_is_left(terminal):
    MinuteWindow.objects.bulk_create(
        MinuteWindow(minute=LONG_AGO + timedelta(minutes=n), terminal=terminal, method="cash", ok=1) for n in range(25)
    )
    assert prune(NOON, size=10)["incidents_minutewindow"] == 25


def test_a_turn_ends_when_its_time_is_over(rows):
    assert sum(prune(NOON, budget=0).values()) == 0
