"""A subject grows: the acknowledgement ends, its person is called first, and the calls begin anew."""

from datetime import timedelta

import pytest

from incidents.escalation.actions import acknowledge, change_policy, rearm
from incidents.escalation.choices import Growth
from incidents.escalation.models import Acknowledgement, ContactPreference, Deadline, OutboxMessage
from incidents.escalation.queries import standing_acknowledgement
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return NOON + timedelta(minutes=number)


@pytest.fixture
def held(escalated, sweep, team):
    """B has acknowledged a minute after the first call."""
    sweep(NOON)
    return acknowledge("probe", 1, actor=team["B"], now=minutes(1), minutes=15)


@pytest.fixture
def grow(policy_version):
    def go(at=3, actor=None):
        return rearm(
            "probe", 1, policy_version, because=Growth.GRADE, region_code="310101", actor=actor, now=minutes(at)
        )

    return go


def called(subjects):
    return [step.person.username for _pk, step in subjects.steps]


def test_the_acknowledgement_ends_with_its_reason(held, grow):
    grow()
    held.refresh_from_db()
    assert (held.expires_at, held.ended_because) == (minutes(3), "grade")
    assert standing_acknowledgement("probe", 1, minutes(3)) is None


def test_whoever_had_it_is_called_first(held, grow, team, sweep, escalated, inbox):
    grow()
    assert inbox(team["B"]) == ["影响扩大，请再次接警：事件1"]
    sweep(minutes(4.9))
    assert called(escalated) == ["zhang"]
    sweep(minutes(5))
    assert called(escalated) == ["zhang", "zhang"]


def test_they_are_told_why(held, grow):
    grow()
    body = OutboxMessage.objects.filter(title__startswith="影响扩大").first().body
    assert "12:01的接警确认已失效：事件等级升高" in body


def test_taking_it_again_stops_the_rest(held, grow, team, sweep, escalated):
    grow(), acknowledge("probe", 1, actor=team["B"], now=minutes(4), minutes=15)
    sweep(minutes(15))
    assert called(escalated) == ["zhang"]


def test_who_made_it_grow_is_not_called_about_it(held, grow, team, inbox, sweep, escalated):
    grow(actor=team["B"])
    sweep(minutes(3))
    assert (inbox(team["B"]), called(escalated)) == ([], ["zhang", "zhang"])


def test_without_an_acknowledgement_the_calls_go_on_as_they_are(escalated, sweep, grow):
    sweep(NOON)
    assert grow() is None
    assert sweep(minutes(5)) == [("escalate", 1, 0)]


def test_without_one_what_quiet_hours_held_is_sent_when_it_has_become_urgent(escalated, sweep, grow, team):
    quiet = [{"start": "11:00", "end": "13:00", "holds_calls": True}]
    ContactPreference.objects.create(person=team["A"], quiet=quiet, changed_at=NOON)
    sweep(NOON), grow(at=2)
    held = OutboxMessage.objects.filter(channel="email")
    assert held.get().due_at == minutes(60)
    escalated.change(1, is_urgent=True), grow(at=3)
    assert (held.get().due_at, held.get().held_until) == (minutes(3), None)


def test_nothing_is_left_of_what_was_planned(held, grow):
    grow()
    pending = Deadline.objects.filter(state="pending")
    assert [(row.kind, row.round, row.due_at) for row in pending] == [("escalate", 1, minutes(5))]


def test_a_call_that_a_sweep_held_meanwhile_is_not_made(held, grow, sweep, escalated):
    late = Deadline.objects.get(kind="escalate", step=1, state="cancelled")
    grow()
    Deadline.objects.filter(pk=late.pk).update(state="pending")
    sweep(minutes(4))
    assert called(escalated) == ["zhang"]


class TestAnotherPolicy:
    def test_leaves_an_acknowledgement_in_place(self, held, policy_version, sweep):
        newer = policy_version.policy.versions.create(number=2, steps=policy_version.steps[2:], created_at=NOON)
        change_policy("probe", 1, newer, region_code="310101", now=minutes(3))
        assert Acknowledgement.objects.get().expires_at == minutes(16)
        assert sweep(minutes(16)) == [("acknowledgement_lapses", 0, 1)]
        assert sweep(minutes(26)) == [("escalate", 0, 1)]

    def test_calls_by_its_own_steps(self, escalated, policy_version, sweep):
        sweep(NOON)
        newer = policy_version.policy.versions.create(number=2, steps=policy_version.steps[2:], created_at=NOON)
        change_policy("probe", 1, newer, region_code="310101", now=minutes(3))
        sweep(minutes(13))
        assert called(escalated) == ["zhang", "chen"]
