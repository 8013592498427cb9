"""What is shown when."""

from datetime import date, timedelta

import pytest

from notices.channels.status import rules
from notices.channels.status.rules import Health, State
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("status", "hours", "state"),
    [
        ("issued", 1, State.CURRENT),
        ("issued", 0, State.EXPIRED),
        ("withdrawn", 1, State.WITHDRAWN),
        ("superseded", -1, State.SUPERSEDED),
    ],
)
def test_the_state_of_a_notice(status, hours, state):
    assert rules.state_of(status, NOON + timedelta(hours=hours), NOON) == state


@pytest.mark.parametrize(
    ("outages", "minutes", "health"),
    [(1, None, Health.OUT), (0, 1, Health.WELL), (0, 6, Health.UNKNOWN), (0, None, Health.UNKNOWN)],
)
def test_unknown_is_not_well(outages, minutes, health):
    looked_at = None if minutes is None else NOON - timedelta(minutes=minutes)
    assert rules.health(outages, looked_at, NOON) == health


def test_the_months_of_ninety_days():
    assert rules.months(NOON) == [date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1)]


def test_the_oldest_month_begins_ninety_days_ago():
    start, end = rules.span(date(2026, 8, 1), NOON)
    assert start == NOON - timedelta(days=90)
    assert (end.month, end.day) == (9, 1)


@pytest.mark.parametrize(
    ("code", "can"), [("310101-1", True), ("..", False), ("", False), ("a/b", False), ("a\x00", False)]
)
def test_what_can_be_part_of_an_address(code, can):
    assert rules.can_be_a_place(code) == can


def test_an_edition_without_a_mark_has_no_key():
    assert rules.edition("", None, NOON).key == ""
    assert rules.edition("m", None, NOON).key != rules.edition("m", None, NOON + timedelta(minutes=1)).key
