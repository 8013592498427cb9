"""An escalation from its first step to the end of the night."""

from datetime import timedelta

import pytest

from incidents.escalation.actions import acknowledge, cancel, start_escalation
from incidents.escalation.models import Deadline, OutboxMessage
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return NOON + timedelta(minutes=number)


def called(subjects):
    return [(step.target, step.person and step.person.username, step.round) for _pk, step in subjects.steps]


def test_a_is_called_at_once(escalated, sweep):
    assert sweep(NOON) == [("escalate", 0, 0)]
    assert called(escalated) == [("A", "zhang", 0)]


def test_b_is_called_after_five_minutes_and_not_before(escalated, sweep):
    sweep(NOON)
    assert sweep(minutes(4.9)) == []
    assert sweep(minutes(5)) == [("escalate", 1, 0)]


def test_the_lead_is_called_after_ten_minutes(escalated, sweep, team, inbox):
    sweep(NOON), sweep(minutes(5)), sweep(minutes(10))
    assert inbox(team["lead"]) == ["请总指挥接警：事件1"]


def test_the_lead_is_called_again_every_ten_minutes_for_ever(escalated, sweep, team, inbox):
    for at in range(61):
        sweep(minutes(at))
    assert called(escalated)[2:] == [("lead", "chen", number) for number in range(6)]
    assert inbox(team["lead"])[1:] == ["再次请总指挥接警：事件1"] * 5


def test_after_a_standstill_everybody_is_called_at_once(escalated, sweep):
    assert [step for _kind, step, _round in sweep(minutes(30))] == [0, 1, 2]


def test_a_step_sends_in_app_and_email(escalated, sweep, team):
    sweep(NOON)
    sent = OutboxMessage.objects.filter(recipient=team["A"]).order_by("channel").values_list("channel", "state")
    assert list(sent) == [("email", "queued"), ("in_app", "accepted")]


def test_starting_twice_is_starting_once(escalated, policy_version):
    start_escalation("probe", 1, policy_version, region_code="310101", now=minutes(1))
    assert Deadline.objects.count() == 1


def test_a_policy_that_is_edited_does_not_change_a_running_escalation(escalated, policy_version, sweep):
    policy_version.policy.versions.create(number=2, steps=policy_version.steps[2:], created_at=NOON)
    sweep(NOON)
    assert called(escalated) == [("A", "zhang", 0)]


class TestNobodyThere:
    def test_goes_to_the_next_at_once_and_says_so(self, escalated, sweep, team):
        team["A"].assignments.all().delete()
        team["B"].assignments.all().delete()
        sweep(NOON)
        assert [(step.target, step.reason) for _pk, step in escalated.steps] == [
            ("A", "nobody"),
            ("B", "nobody"),
            ("lead", "holds"),
        ]

    def test_without_any_lead_it_goes_on_trying(self, escalated, sweep, team):
        for person in team.values():
            person.assignments.all().delete()
            person.groups.clear()
        sweep(NOON)
        assert escalated.steps[-1][1].reason == "unreachable"
        assert Deadline.objects.get(state="pending").due_at == minutes(10)

    def test_b_acts_for_a_who_is_away(self, escalated, sweep, team):
        team["A"].is_active = False
        team["A"].save()
        sweep(NOON)
        step = escalated.steps[0][1]
        assert (step.person, step.acting_for, step.reason) == (team["B"], team["A"], "acting")

    def test_b_who_acts_is_told_for_whom(self, escalated, sweep, team):
        team["A"].is_active = False
        team["A"].save()
        sweep(NOON)
        assert OutboxMessage.objects.first().body == "您代张工履行职责。\n三台设备离线。"

    def test_b_who_was_called_as_a_is_not_called_twice(self, escalated, sweep, team):
        team["A"].is_active = False
        team["A"].save()
        sweep(NOON)
        sweep(minutes(5))
        assert [step.reason for _pk, step in escalated.steps] == ["acting", "already_called", "holds"]

    def test_the_post_of_the_region_above_serves(self, escalated, sweep, team, make_person, assign):
        team["A"].assignments.all().delete()
        team["B"].assignments.all().delete()
        assign(make_person("country", name="全国A"), "A", region="000000")
        sweep(NOON)
        assert called(escalated) == [("A", "country", 0)]


class TestAcknowledged:
    def test_stops_the_escalation(self, escalated, sweep, team):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        assert sweep(minutes(15)) == []

    def test_withdraws_what_was_not_sent_yet(self, escalated, sweep, team):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        assert OutboxMessage.objects.get(channel="email").state == "withdrawn"

    def test_begins_the_next_round_at_a_when_it_lapses(self, escalated, sweep, team):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        assert sweep(minutes(16)) == [("acknowledgement_lapses", 0, 0), ("escalate", 0, 1)]

    def test_holds_on_while_the_subject_moves_on(self, escalated, sweep, team):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        escalated.change(moved_at=minutes(9))
        assert sweep(minutes(16)) == [("acknowledgement_lapses", 0, 0)]
        assert Deadline.objects.get(state="pending").due_at == minutes(31)

    def test_lapses_later_when_given_again(self, escalated, sweep, team):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        acknowledge("probe", 1, actor=team["B"], now=minutes(10), minutes=15)
        sweep(minutes(16))
        assert sweep(minutes(25)) == [("acknowledgement_lapses", 0, 1), ("escalate", 0, 1)]

    def test_is_kept_with_the_person_acted_for(self, escalated, team):
        held = acknowledge("probe", 1, actor=team["B"], now=NOON, minutes=15, acting_for=team["A"])
        assert (held.person, held.acting_for) == (team["B"], team["A"])

    def test_is_looked_at_again_after_everything_was_cancelled(self, escalated, sweep, team, policy_version):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        cancel("probe", 1, now=minutes(2))
        start_escalation("probe", 1, policy_version, region_code="310101", now=minutes(3))
        assert sweep(minutes(16)) == [("acknowledgement_lapses", 0, 1), ("escalate", 0, 1)]

    def test_is_looked_at_again_after_a_step_that_it_holds_back(self, escalated, sweep, team):
        acknowledge("probe", 1, actor=team["A"], now=NOON, minutes=15)
        Deadline.objects.filter(kind="acknowledgement_lapses").delete()
        Deadline.objects.update(state="pending")
        sweep(minutes(1))
        assert sweep(minutes(15)) == [("acknowledgement_lapses", 0, 0), ("escalate", 0, 1)]

    def test_calls_nobody_when_it_lapses_while_the_subject_rests(self, escalated, sweep, team):
        sweep(NOON)
        acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
        escalated.change(rests=True)
        assert sweep(minutes(60)) == [("acknowledgement_lapses", 0, 0)]

    def test_works_without_an_escalation_before(self, subjects, policy_version, team, sweep):
        subjects.add(7)
        acknowledge("probe", 7, actor=team["A"], now=NOON, minutes=15)
        assert sweep(minutes(15)) == [("acknowledgement_lapses", 0, 0), ("escalate", 0, 0)]


class TestClosed:
    def test_a_closed_subject_calls_nobody(self, escalated, sweep):
        escalated.change(is_open=False)
        sweep(NOON)
        assert (escalated.steps, OutboxMessage.objects.count()) == ([], 0)
        assert not Deadline.objects.filter(state="pending").exists()

    def test_cancelling_all_ends_deadlines_and_waiting_messages(self, escalated, sweep):
        sweep(NOON)
        assert cancel("probe", 1, now=minutes(1)) == 1
        assert OutboxMessage.objects.get(channel="email").state == "withdrawn"
        assert sweep(minutes(60)) == []

    def test_cancelling_one_kind_leaves_the_others(self, escalated, make_deadline):
        make_deadline(kind="confirm")
        cancel("probe", 1, "confirm", now=NOON)
        assert list(Deadline.objects.filter(state="pending").values_list("kind", flat=True)) == ["escalate"]
