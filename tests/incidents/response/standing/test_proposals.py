"""The next best action: one, and two behind it."""

import pytest

from incidents.response.choices import Status
from incidents.response.rules.proposals import Situation, proposals
from incidents.response.rules.transitions import Verb
from incidents.response.standing.rules import Step

EVERYTHING = frozenset(Verb)
ON_SITE = frozenset({Verb.ACKNOWLEDGE, Verb.SUBSTITUTE, Verb.RESTORE, Verb.EXPECT, Verb.WITHDRAW, Verb.CONFIRM})


def seen(status=Status.RESPONDING, step=Step.ASK, verbs=EVERYTHING, **more):
    return Situation(status, step, verbs, **{"held": True, "sent": True, **more})


SUSPECTED = {"status": Status.SUSPECTED, "step": Step.CONFIRM}
REPAIR = {"step": Step.REPAIR}


@pytest.mark.parametrize(
    ("situation", "best"),
    [
        (seen(**SUSPECTED, held=False), ["confirm", "acknowledge", "false-alarm"]),
        (seen(status=Status.CONFIRMED, step=Step.ACTIVATE), ["activate"]),
        (seen(status=Status.CONFIRMED, step=Step.ACTIVATE, verbs=ON_SITE, held=False), ["acknowledge"]),
        (seen(), ["request-substitute"]),
        (seen(step=Step.SERVE, ready=True), ["serve"]),
        (seen(step=Step.SERVE), ["request-substitute"]),
        (seen(step=Step.COVER), ["request-substitute"]),
        (seen(sent=False, unheld=2), ["request-substitute", "assign", "send"]),
        (seen(**REPAIR, expected="past"), ["expect", "restore"]),
        (seen(**REPAIR, done_at=True), ["withdraw", "restore"]),
        (seen(step=Step.RESTORE), ["restore"]),
        (seen(status=Status.RESTORED, step=Step.CLOSE), ["close"]),
        (seen(status=Status.CLOSED, step=Step.NONE), []),
        (seen(verbs=frozenset()), []),
    ],
)
def test_what_the_incident_waits_for_comes_first(situation, best):
    assert proposals(situation) == best


def test_what_crowds_in_does_not_push_restoring_out():
    situation = seen(**REPAIR, task="open", task_is_late=True, sent=False, expected="unknown")
    assert proposals(situation) == ["task-late", "send", "restore"]


@pytest.mark.parametrize(
    ("mine", "first"),
    [
        ({"task": "accepted", "task_is_late": True}, "task-late"),
        ({"dispatch": "offered", "task": "open"}, "answer-dispatch"),
        ({"command_offered": True, "dispatch": "offered"}, "take-command"),
        ({"task": "open"}, "request-substitute"),
    ],
)
def test_what_waits_for_this_very_person_comes_before_it(mine, first):
    assert proposals(seen(**mine))[0] == first


@pytest.mark.parametrize(
    ("mine", "first"), [({"task": "open"}, "task-accept"), ({"dispatch": "on_site", "task": "accepted"}, "go-on")]
)
def test_own_work_comes_while_repair_goes_on(mine, first):
    assert proposals(seen(**REPAIR, **mine))[0] == first


def test_whoever_is_sent_goes_on_before_they_look_for_more():
    assert proposals(seen(verbs=frozenset({Verb.NOTE}), dispatch="accepted")) == ["go-on"]


def test_never_more_than_three():
    assert len(proposals(seen(held=False, sent=False, unheld=1, expected="unknown", task="open"))) == 3
