"""Which moves are possible, and what is said of those that are not."""

import pytest

from incidents.response.choices import Status
from incidents.response.rules.transitions import ALLOWED, Verb, is_allowed, possible, refusal, reopened_status


@pytest.mark.parametrize(
    ("status", "verbs"),
    [
        (Status.SUSPECTED, [Verb.CONFIRM, Verb.FALSE_ALARM, Verb.MERGE]),
        (Status.CONFIRMED, [Verb.ACTIVATE, Verb.RESTORE, Verb.FALSE_ALARM, Verb.MERGE]),
        (Status.RESPONDING, [Verb.RESTORE, Verb.MERGE]),
        (Status.RESTORED, [Verb.CLOSE, Verb.REOPEN]),
        (Status.CLOSED, [Verb.REOPEN]),
        (Status.FALSE_ALARM, [Verb.REOPEN]),
        (Status.MERGED, []),
    ],
)
def test_what_is_possible_in_a_status(status, verbs):
    assert possible(status) == verbs


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("status", Status)
def test_every_refusal_has_a_sentence_and_nothing_else_has_one(status, verb):
    assert bool(refusal(status, verb)) is not is_allowed(status, verb)


def test_a_suspected_incident_points_to_its_confirmation():
    assert refusal(Status.SUSPECTED, Verb.ACTIVATE) == "事件还是“待确认”，不能启动响应：请先确认事件，或标记误报。"


def test_a_refusal_says_what_is_possible_instead():
    assert (
        refusal(Status.RESTORED, Verb.ACTIVATE) == "事件处于“已恢复”状态，不能启动响应。现在可以：关闭事件、重新打开。"
    )


def test_a_merged_incident_points_to_the_other_one():
    assert "合并后的事件" in str(refusal(Status.MERGED, Verb.CONFIRM))


def test_every_verb_is_ruled():
    assert set(ALLOWED) == set(Verb)


@pytest.mark.parametrize(
    ("status", "activated", "confirmed", "expected"),
    [
        (Status.FALSE_ALARM, False, False, Status.SUSPECTED),
        (Status.FALSE_ALARM, False, True, Status.CONFIRMED),
        (Status.CLOSED, True, True, Status.RESPONDING),
        (Status.RESTORED, False, True, Status.CONFIRMED),
    ],
)
def test_opened_again_it_is_as_far_as_it_had_come(status, activated, confirmed, expected):
    assert reopened_status(status, activated=activated, confirmed=confirmed) == expected
