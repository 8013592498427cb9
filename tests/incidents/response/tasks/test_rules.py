"""Decisions about tasks."""

from datetime import timedelta

import pytest

from incidents.response.tasks.choices import TaskState
from incidents.response.tasks.rules import Proof, Seat, accept_by, follows, lacks, next_seat, refusal, remind_at
from tests.conftest import NOON

LINE = [Seat(1, "A"), Seat(2, "B", 1), Seat(9, "")]


def test_the_first_in_line_is_asked_first():
    assert next_seat(LINE, ()).person == 1


def test_whoever_let_it_go_is_not_asked_again():
    assert next_seat(LINE, {1, 2}).person == 9


def test_nobody_is_left_when_everybody_was_asked():
    assert next_seat(LINE, {1, 2, 9}) is None


def test_a_task_that_waits_follows_whoever_comes_first():
    assert follows(LINE, (), holder=2, accepted=False).person == 1


def test_an_accepted_task_stays_with_somebody_who_is_in_line():
    assert follows(LINE, (), holder=2, accepted=True) is None


def test_an_accepted_task_follows_when_its_holder_has_left_the_line():
    assert follows(LINE, (), holder=5, accepted=True).person == 1


def test_a_task_does_not_go_back_to_whoever_let_it_go():
    assert follows(LINE, {1}, holder=2, accepted=False) is None


def test_a_task_that_nobody_has_goes_to_whoever_appears():
    assert follows(LINE, {1, 2}, holder=None, accepted=False).person == 9


@pytest.mark.parametrize(("minutes", "wanted"), [(4, 2), (20, 5), (300, 15)])
def test_a_task_is_accepted_within_a_quarter_of_its_time(minutes, wanted):
    assert accept_by(NOON, NOON + timedelta(minutes=minutes)) == NOON + timedelta(minutes=wanted)


def test_the_reminder_comes_a_quarter_before_the_end_at_most_half_an_hour():
    assert remind_at(NOON, NOON + timedelta(minutes=20)) == NOON + timedelta(minutes=15)
    assert remind_at(NOON, NOON + timedelta(hours=4)) == NOON + timedelta(hours=3, minutes=30)


def test_there_is_no_reminder_of_what_is_due_at_once():
    assert remind_at(NOON, NOON + timedelta(minutes=2)) is None


@pytest.mark.parametrize(
    ("needed", "text", "files", "photos", "wanted"),
    [
        ("none", "", 0, 0, ""),
        ("text", " ", 1, 1, "text"),
        ("text", "好", 0, 0, ""),
        ("photo", "好", 1, 0, "photo"),
        ("photo", "", 1, 1, ""),
        ("receipt", "好", 0, 0, "receipt"),
        ("receipt", "", 1, 0, ""),
        ("any", "", 0, 0, "any"),
        ("any", "", 1, 1, ""),
    ],
)
def test_what_shows_that_it_is_done(needed, text, files, photos, wanted):
    assert lacks(Proof(needed, text, files, photos, unticked=0)) == wanted


def test_an_unticked_item_comes_before_everything_else():
    assert lacks(Proof("text", "", 0, 0, unticked=1)) == "checks"


@pytest.mark.parametrize("deed", ["accept", "decline", "complete", "cancel", "reassign", "extend", "tick"])
def test_nothing_but_reopening_is_done_to_a_task_that_is_done(deed):
    assert refusal(TaskState.DONE, deed)
    assert refusal(TaskState.DONE, "reopen") is None
