"""Decisions about deliveries."""

from datetime import timedelta

import pytest

from incidents.escalation.channels.fates import Fate
from notices.channels import rules
from notices.channels.outcomes import Look, Result, Seen
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


def after(step, fate, *, attempts=1, **fields):
    return rules.after_step(step, Result(fate, **fields), attempts=attempts, first_at=NOON, now=NOON)


@pytest.mark.parametrize(
    ("step", "fate", "state"),
    [
        ("draft", Fate.ACCEPTED, "queued"),
        ("submit", Fate.ACCEPTED, "accepted"),
        ("share", Fate.ACCEPTED, "accepted"),
        ("take_back", Fate.ACCEPTED, "withdrawn"),
        ("submit", Fate.UNKNOWN, "unknown"),
        ("share", Fate.UNKNOWN, "unknown"),
        ("draft", Fate.UNKNOWN, "retry_wait"),
        ("take_back", Fate.UNKNOWN, "retry_wait"),
        ("share", Fate.TRANSIENT, "retry_wait"),
        ("share", Fate.PERMANENT, "failed"),
        ("share", Fate.AUTH, "by_hand"),
    ],
)
def test_what_an_outcome_means(step, fate, state):
    assert after(step, fate).state == state


def test_a_draft_is_submitted_next():
    change = after("draft", Fate.ACCEPTED, ids={"media_id": "m"})
    assert (change.step, change.ids, change.due_at) == ("submit", {"media_id": "m"}, NOON)


def test_a_draft_whose_answer_was_lost_is_sought_first():
    assert after("draft", Fate.UNKNOWN).step == "seek_draft"


@pytest.mark.parametrize(("ids", "step"), [({"media_id": "m"}, "submit"), ({}, "draft")])
def test_after_seeking(ids, step):
    assert after("seek_draft", Fate.ACCEPTED, ids=ids).step == step


def test_a_channel_that_is_not_reached_is_left_to_a_person():
    assert after("share", Fate.TRANSIENT, attempts=len(rules.RETRIES)).state == "retry_wait"
    assert after("share", Fate.TRANSIENT, attempts=len(rules.RETRIES) + 1).state == "by_hand"


def test_a_short_throttle_is_waited_for_and_does_not_count():
    change = after("share", Fate.THROTTLED, until=NOON + 10 * MINUTE)
    assert (change.state, change.due_at, change.attempts) == ("retry_wait", NOON + 10 * MINUTE, 0)


def test_a_long_throttle_is_left_to_a_person():
    assert after("share", Fate.THROTTLED, until=NOON + 31 * MINUTE).state == "by_hand"


@pytest.mark.parametrize(
    ("state", "seen", "becomes"),
    [
        ("accepted", Seen.PUBLIC, "published"),
        ("unknown", Seen.PUBLIC, "published"),
        ("accepted", Seen.REFUSED, "failed"),
        ("accepted", Seen.GONE, "failed"),
        ("accepted", Seen.RUNNING, "accepted"),
        ("unknown", Seen.RUNNING, "accepted"),
        ("unknown", Seen.ABSENT, "unknown"),
        ("accepted", Seen.NO_ANSWER, "accepted"),
        ("unknown", Seen.NO_ANSWER, "unknown"),
    ],
)
def test_what_a_look_means(state, seen, becomes):
    assert rules.after_look(state, Look(seen), looks=1, now=NOON).state == becomes


@pytest.mark.parametrize(("state", "waits"), [("accepted", rules.POLLS), ("unknown", rules.LOOKS)])
def test_looking_ends_with_a_person(state, waits):
    assert rules.after_look(state, Look(Seen.ABSENT), looks=len(waits) - 1, now=NOON).due_at is not None
    change = rules.after_look(state, Look(Seen.ABSENT), looks=len(waits), now=NOON)
    assert (change.state, change.due_at) == ("unknown", None)


@pytest.mark.parametrize(
    ("step", "state", "becomes"),
    [
        ("draft", "retry_wait", "seek_draft"),
        ("seek_draft", "retry_wait", None),
        ("take_back", "retry_wait", None),
        ("submit", "unknown", None),
        ("share", "unknown", None),
    ],
)
def test_after_a_worker_died(step, state, becomes):
    change = rules.after_death(step, NOON)
    assert (change.state, change.step) == (state, becomes)


@pytest.mark.parametrize(
    ("publication", "is_looked_for", "has_number", "first"),
    [
        ("published", False, True, "sending"),
        ("published", False, False, "by_hand"),
        ("accepted", True, False, None),
        ("sending", False, False, None),
        ("unknown", True, False, None),
        ("unknown", False, False, "by_hand"),
        ("failed", False, False, "cancelled"),
        ("cancelled", False, False, "cancelled"),
        ("by_hand", False, False, "by_hand"),
        ("withdrawn", False, True, "withdrawn"),
    ],
)
def test_what_a_withdrawal_does_first(publication, is_looked_for, has_number, first):
    assert rules.before_taking_back(publication, is_looked_for, has_number) == first


@pytest.mark.parametrize(
    ("attempts", "state"), [(len(rules.RETRIES), "retry_wait"), (len(rules.RETRIES) + 1, "by_hand")]
)
def test_what_kills_every_worker_is_left_to_a_person(attempts, state):
    assert rules.after_death("draft", NOON, attempts=attempts).state == state


def test_a_channel_that_has_had_enough_is_not_pressed():
    assert after("share", Fate.THROTTLED, until=NOON).due_at == NOON + rules.SHORTEST_WAIT
