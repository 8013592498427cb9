"""Until when, what is allowed, what a sheet is worth."""

from datetime import datetime, timedelta

import pytest

from notices.printing.walls import rules
from notices.printing.walls.rules import SheetFacts
from tests.conftest import CST, NOON

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "within", "hours", "due"),
    [
        ((12, 0), QUARTER, "00:00-24:00", (23, 12, 15)),
        ((12, 0), QUARTER, "08:30-17:30", (23, 12, 15)),
        ((7, 0), QUARTER, "08:30-17:30", (23, 8, 45)),
        ((22, 0), HOUR, "08:30-17:30", (24, 9, 30)),
        ((17, 0), HOUR, "08:30-17:30", (24, 9, 0)),
        ((11, 50), QUARTER, "08:30-12:00,13:30-17:30", (23, 13, 35)),
        ((12, 0), QUARTER, "看情况", (23, 12, 15)),
        ((12, 0), QUARTER, "休息", (23, 12, 15)),
    ],
)
def test_only_opening_time_counts(at, within, hours, due):
    hour, minute = at
    day, due_hour, due_minute = due
    now = datetime(2026, 11, 23, hour, minute, tzinfo=CST)
    assert rules.due_at(now, within, hours) == datetime(2026, 11, day, due_hour, due_minute, tzinfo=CST)


def test_a_short_opening_time_gives_a_due_time_all_the_same():
    assert rules.due_at(NOON, HOUR, "周一 09:00-09:10") > NOON + timedelta(days=30)


@pytest.mark.parametrize(
    ("state", "deed", "allowed"),
    [
        ("to_print", "print", True),
        ("printed", "print", False),
        ("to_print", "post", True),
        ("printed", "post", True),
        ("posted", "post", False),
        ("to_take_down", "post", False),
        ("posted", "take_down", False),
        ("to_take_down", "take_down", True),
        ("posted", "redo", True),
        ("posted", "cancel", False),
        ("cancelled", "print", False),
    ],
)
def test_what_a_state_allows(state, deed, allowed):
    assert (rules.refusal(state, deed) is None) == allowed


def test_the_lead_is_told_every_hour_from_the_third_time_on():
    again = [rules.call_again_at(calls, NOON, "") - NOON for calls in (1, 2, 3, 4)]
    assert [each.seconds // 60 for each in again] == [15, 15, 60, 60]


LATER, BEFORE = NOON + HOUR, NOON - HOUR


@pytest.mark.parametrize(
    ("facts", "worth"),
    [
        (SheetFacts("issued", LATER, newer=False), "valid"),
        (SheetFacts("issued", LATER, newer=True), "replaced"),
        (SheetFacts("issued", BEFORE, newer=False), "expired"),
        (SheetFacts("superseded", LATER, newer=False), "replaced"),
        (SheetFacts("superseded", LATER, newer=True, cleared=True), "cleared"),
        (SheetFacts("withdrawn", LATER, newer=True), "withdrawn"),
        (SheetFacts("expired", LATER, newer=False), "expired"),
        (SheetFacts("issued", LATER, newer=False, incident_is_over=True), "valid"),
        (SheetFacts("", LATER, newer=False), "valid"),
        (SheetFacts("", LATER, newer=True), "replaced"),
        (SheetFacts("", LATER, newer=False, covered=True), "replaced"),
        (SheetFacts("", LATER, newer=False, incident_is_over=True), "cleared"),
        (SheetFacts("", LATER, newer=False, incident_is_over=True, is_false_alarm=True), "withdrawn"),
        (SheetFacts("", BEFORE, newer=False), "expired"),
    ],
)
def test_what_a_sheet_is_worth(facts, worth):
    assert rules.validity(facts, NOON) == worth
