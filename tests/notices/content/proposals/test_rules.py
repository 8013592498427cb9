"""When a notice is proposed, and what becomes of a proposal."""

from datetime import timedelta

import pytest

from notices.content.proposals.rules import Ended, Pending, Standing, State, Step, decide, wanted
from tests.conftest import NOON

BASIS = {
    "status": "responding", "scope": "regional", "sites": 3, "sites_hash": "a", "terminals": 20,
    "expected_until": "2026-11-23T16:00+08:00", "ways": [],
}  # fmt: skip
GROWN = {**BASIS, "sites": 5, "sites_hash": "b"}
LATER = {**BASIS, "expected_until": "2026-11-23T18:00+08:00"}
IN_FOUR_HOURS = NOON + timedelta(hours=4)


def standing(kind="alert", basis=BASIS, expires_in=28):
    return Standing(kind, basis, NOON - timedelta(minutes=5), NOON + timedelta(hours=expires_in))


def state(status="responding", basis=BASIS, grade="III", until=IN_FOUR_HOURS, **more):
    return State(status, grade, until, basis, **more)


def want(one, now=NOON):
    found = wanted(one, now)
    return (found.kind.value, found.reason.value) if found else None


def step(one):
    found = decide(one, NOON)
    return found.step if found else None


@pytest.mark.parametrize("status", ["confirmed", "responding"])
def test_a_confirmed_incident_without_a_notice_needs_one(status):
    assert want(state(status)) == ("alert", "confirmed")


@pytest.mark.parametrize(("grade", "expected"), [("I", "alert"), ("II", "alert"), ("III", None), ("IV", None)])
def test_only_a_grave_suspicion_is_told(grade, expected):
    found = want(state("suspected", grade=grade))
    assert (found[0] if found else None) == expected


def test_what_stands_and_still_holds_is_left_alone():
    assert want(state(standing=standing())) is None


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        (GROWN, "scope"),
        ({**BASIS, "terminals": 24}, "scope"),
        (LATER, "time"),
        ({**BASIS, "ways": [["counter", "", "大厅", ""]]}, "ways"),
    ],
)
def test_other_facts_want_an_update(basis, reason):
    assert want(state(basis=basis, standing=standing())) == ("update", reason)


def test_one_terminal_that_comes_and_goes_wants_none():
    assert want(state(basis={**BASIS, "terminals": 21}, standing=standing())) is None


def test_when_all_terminals_are_back_the_all_clear_is_waited_for():
    back = {**BASIS, "sites": 0, "sites_hash": "", "terminals": 0}
    assert want(state(basis=back, standing=standing())) is None


def test_an_expected_end_that_has_passed_wants_an_update():
    assert want(state(standing=standing()), IN_FOUR_HOURS) == ("update", "time")


def test_it_wants_only_one():
    told = Standing("update", BASIS, IN_FOUR_HOURS, IN_FOUR_HOURS + timedelta(hours=72))
    assert want(state(standing=told), IN_FOUR_HOURS + timedelta(hours=1)) is None


def test_a_notice_that_ends_soon_is_renewed():
    assert want(state(standing=standing(expires_in=2))) == ("update", "expiring")


@pytest.mark.parametrize(
    ("status", "reason"), [("restored", "recovery"), ("closed", "recovery"), ("false_alarm", "false_alarm")]
)
def test_what_is_over_is_cleared(status, reason):
    assert want(state(status, standing=standing())) == ("all_clear", reason)


@pytest.mark.parametrize("status", ["restored", "closed", "false_alarm"])
def test_what_was_never_told_is_not_cleared(status):
    assert want(state(status)) is None


def test_what_is_cleared_is_not_cleared_again():
    assert want(state("closed", standing=standing("all_clear"))) is None


def test_what_became_a_part_of_another_incident_is_not_cleared():
    assert want(state("merged", standing=standing())) is None


def test_an_outage_that_comes_back_is_told_again():
    assert want(state(standing=standing("all_clear"))) == ("alert", "confirmed")


def test_a_notice_that_has_run_out_is_told_again_while_the_trouble_goes_on():
    ended = Ended("alert", "confirmed", BASIS, declined=False)
    assert want(state(ended=ended)) == ("alert", "expiring")


def test_what_a_person_declined_is_not_proposed_again():
    assert want(state(ended=Ended("alert", "confirmed", BASIS, declined=True))) is None


def test_it_is_once_more_has_happened():
    assert want(state(basis=GROWN, ended=Ended("alert", "confirmed", BASIS, declined=True))) == ("alert", "confirmed")


def test_an_update_that_was_declined_is_not_proposed_again():
    declined = Ended("update", "scope", GROWN, declined=True)
    assert want(state(basis=GROWN, standing=standing(), ended=declined)) is None


def test_an_all_clear_that_was_declined_is_not_proposed_again():
    declined = Ended("all_clear", "recovery", BASIS, declined=True)
    assert want(state("closed", basis=GROWN, standing=standing(), ended=declined)) is None


def test_a_declined_update_does_not_keep_the_all_clear_back():
    declined = Ended("update", "scope", GROWN, declined=True)
    assert want(state("restored", basis=GROWN, standing=standing(), ended=declined)) == ("all_clear", "recovery")


def test_an_all_clear_that_was_declined_before_it_failed_again_is_proposed_once_more():
    declined = Ended("all_clear", "recovery", BASIS, declined=True, since=NOON - timedelta(hours=1))
    again = state("restored", standing=standing(), ended=declined, over_since=NOON)
    assert want(again) == ("all_clear", "recovery")


def test_one_that_was_declined_since_is_not():
    declined = Ended("all_clear", "recovery", BASIS, declined=True, since=NOON)
    assert want(state("restored", standing=standing(), ended=declined, over_since=NOON)) is None


def test_an_update_that_somebody_is_writing_does_not_keep_the_all_clear_back():
    writing = pending(untouched=False)
    assert step(state("restored", standing=standing(), pending=writing)) == Step.DRAFT


def pending(kind="update", reason="scope", basis=GROWN, untouched=True, minutes=10):
    return Pending(kind, reason, basis, NOON - timedelta(minutes=minutes), untouched)


def test_what_is_wanted_is_drafted():
    assert step(state(basis=GROWN, standing=standing())) == Step.DRAFT


def test_a_proposal_that_still_says_it_is_left_alone():
    assert step(state(basis=GROWN, standing=standing(), pending=pending())) is None


def test_newer_facts_refresh_it():
    newer = {**GROWN, "sites": 9, "sites_hash": "c"}
    assert step(state(basis=newer, standing=standing(), pending=pending())) == Step.REFRESH


def test_a_persons_work_is_left_alone():
    mine = pending(untouched=False)
    assert step(state(basis=LATER, standing=standing(), pending=mine)) is None


def test_recovery_replaces_a_proposed_update():
    assert step(state("restored", standing=standing(), pending=pending())) == Step.REPLACE


def test_a_proposal_that_nobody_needs_any_more_is_discarded():
    assert step(state(standing=standing(), pending=pending())) == Step.DISCARD
    assert step(state("closed", pending=pending("alert", "confirmed", BASIS))) == Step.DISCARD


def test_facts_that_come_and_go_are_proposed_once():
    assert step(state(standing=standing(), pending=pending(minutes=9))) is None
    assert step(state("restored", standing=standing(), pending=pending(minutes=9))) == Step.REPLACE
