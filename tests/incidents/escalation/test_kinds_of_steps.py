"""Steps that turn to several posts, to whoever comes next, that repeat, and that an acknowledgement alone does not stop."""

from datetime import timedelta

import pytest

from incidents.escalation.actions import acknowledge, start_escalation
from incidents.escalation.actions.sending import claim
from incidents.escalation.models import Deadline, OutboxMessage
from resources.staff.choices import Function
from resources.staff.models import Post
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return NOON + timedelta(minutes=number)


def called(subjects):
    return [(step.target, step.person and step.person.username) for _pk, step in subjects.steps]


@pytest.fixture
def escalate(subjects, policy_version, team):
    """escalate({"target": "B", …}, …): an escalation by a policy of these steps begins at noon."""

    def begin(*steps):
        defaults = {"function": "technical", "channels": ["in_app", "email"]}
        policy_version.steps = [{**defaults, "after_minutes": 5 * n, **step} for n, step in enumerate(steps)]
        policy_version.save()
        subjects.add(1)
        start_escalation("probe", 1, policy_version, region_code="310101", now=NOON)
        return subjects

    return begin


LEAD = {"target": "lead", "function": "commander"}


class TestSeveralPosts:
    def test_are_called_at_once(self, escalate, sweep, assign, make_person):
        assign(make_person("wu"), "A", function=Function.LOGISTICS)
        subjects = escalate({"target": "A", "also": ["logistics"]}, LEAD)
        sweep(NOON)
        assert [(step.function, step.person.username) for _pk, step in subjects.steps] == [
            ("technical", "zhang"),
            ("logistics", "wu"),
        ]

    def test_one_without_anybody_does_not_hurry_the_next_step(self, escalate, sweep):
        subjects = escalate({"target": "A", "also": ["logistics"]}, LEAD)
        sweep(NOON)
        assert called(subjects) == [("A", "zhang"), ("A", None)]
        assert Deadline.objects.get(state="pending").due_at == minutes(5)

    def test_a_person_of_both_is_called_once(self, escalate, sweep, team, assign):
        assign(team["A"], "A", function=Function.LOGISTICS)
        subjects = escalate({"target": "A", "also": ["logistics"]}, LEAD)
        sweep(NOON)
        assert called(subjects) == [("A", "zhang")]
        assert OutboxMessage.objects.filter(channel="in_app").count() == 1

    def test_a_group_that_is_told_of_several_is_not_told_for_whom_one_of_them_acts(
        self, escalate, sweep, assign, make_person, make_account
    ):
        make_account("wecom")
        people = [make_person(name, phone=f"1380000000{n}") for n, name in enumerate(("wu", "xu"))]
        assign(people[0], "A", function=Function.LOGISTICS), assign(people[1], "B", Function.LOGISTICS)
        steps = [{"target": target, "also": ["logistics"], "channels": ["in_app", "wecom"]} for target in "AB"]
        escalate(*steps, LEAD)
        sweep(NOON), sweep(minutes(5))
        told = OutboxMessage.objects.filter(channel="wecom").latest("pk")
        assert (len(told.mentions), told.title, told.body) == (2, "请B角接警：事件1", "三台设备离线。")
        own = OutboxMessage.objects.filter(channel="in_app", recipient=people[1]).get()
        assert ("履行职责" in own.body, own.title) == (True, "请您代wu接警：事件1")

    def test_the_silent_a_of_each_is_passed_over(self, escalate, sweep, assign, make_person):
        assign(make_person("wu"), "A", function=Function.LOGISTICS), assign(make_person("xu"), "B", Function.LOGISTICS)
        subjects = escalate({"target": "A", "also": ["logistics"]}, {"target": "B", "also": ["logistics"]}, LEAD)
        sweep(NOON), sweep(minutes(5))
        assert [(step.person.username, step.hindrance) for _pk, step in subjects.steps[2:]] == [
            ("li", "a_silent"),
            ("xu", "a_silent"),
        ]


class TestNext:
    def test_is_b_then_the_head_then_the_post_around(self, escalate, sweep, make_person, assign):
        Post.objects.update(head=make_person("head"))
        assign(make_person("country"), "A", region="000000")
        subjects = escalate({"target": "A"}, *[{"target": "next"}] * 3, LEAD)
        for minute in (0, 5, 10, 15):
            sweep(minutes(minute))
        assert called(subjects) == [("A", "zhang"), ("next", "li"), ("next", "head"), ("next", "country")]

    def test_acts_for_the_silent_a(self, escalate, sweep, team):
        subjects = escalate({"target": "A"}, {"target": "next"}, LEAD)
        sweep(NOON), sweep(minutes(5))
        step = subjects.steps[-1][1]
        assert (step.acting_for, step.hindrance) == (team["A"], "a_silent")

    def test_at_the_end_of_the_line_the_lead_is_called_at_once(self, escalate, sweep):
        subjects = escalate({"target": "A"}, {"target": "next"}, {"target": "next"}, LEAD)
        sweep(NOON), sweep(minutes(5)), sweep(minutes(10))
        assert called(subjects)[2:] == [("next", None), ("lead", "chen")]


class TestRepeats:
    def test_call_the_same_again(self, escalate, sweep):
        subjects = escalate({"target": "A", "times": 2, "every_minutes": 2}, {**LEAD, "after_minutes": 6})
        for minute in range(7):
            sweep(minutes(minute))
        assert [(step.person.username, step.repeat) for _pk, step in subjects.steps] == [
            ("zhang", 0),
            ("zhang", 1),
            ("zhang", 2),
            ("chen", 0),
        ]

    def test_are_left_out_where_nobody_is(self, escalate, sweep, team):
        team["A"].assignments.all().delete(), team["B"].assignments.all().delete()
        subjects = escalate({"target": "A", "times": 2, "every_minutes": 1}, LEAD)
        sweep(NOON)
        assert called(subjects) == [("A", None), ("lead", "chen")]

    def test_the_last_step_goes_on_for_ever_after_its_own(self, escalate, sweep):
        subjects = escalate({"target": "A"}, {**LEAD, "times": 1, "every_minutes": 3})
        for minute in range(29):
            sweep(minutes(minute))
        assert [step.round for _pk, step in subjects.steps[1:]] == [0, 0, 1, 2]


class TestStopRules:
    def held(self, team, minute=1):
        return acknowledge("probe", 1, actor=team["A"], now=minutes(minute), minutes=60)

    def test_a_step_that_asks_for_a_decision_comes_although_somebody_has_acknowledged(self, escalate, sweep, team):
        subjects = escalate({"target": "A"}, {"target": "B"}, {**LEAD, "stops_on": "confirmed"})
        sweep(NOON), self.held(team), sweep(minutes(5)), sweep(minutes(9))
        assert called(subjects) == [("A", "zhang")]
        sweep(minutes(10))
        assert called(subjects)[1:] == [("lead", "chen")]

    def test_its_messages_are_sent(self, escalate, sweep, team):
        escalate({"target": "A"}, {**LEAD, "stops_on": "confirmed"})
        sweep(NOON), self.held(team), sweep(minutes(5))
        mail = OutboxMessage.objects.get(channel="email", recipient=team["lead"])
        assert claim(mail.pk, now=minutes(5)) is not None

    def test_the_decision_stops_it(self, escalate, sweep, team):
        subjects = escalate({"target": "A"}, {**LEAD, "stops_on": "confirmed"})
        sweep(NOON), subjects.change(1, reached=frozenset({"confirmed"})), self.held(team)
        assert sweep(minutes(20)) == []

    def test_the_decision_stops_its_messages_too(self, escalate, sweep, team):
        subjects = escalate({"target": "A"}, {**LEAD, "stops_on": "confirmed"})
        sweep(NOON), self.held(team), sweep(minutes(5))
        subjects.change(1, reached=frozenset({"confirmed"}))
        mail = OutboxMessage.objects.get(channel="email", recipient=team["lead"])
        assert claim(mail.pk, now=minutes(6)) is None

    def test_a_decision_without_anybody_on_it_stops_nothing(self, escalate, sweep):
        subjects = escalate({"target": "A"}, {**LEAD, "stops_on": "confirmed"})
        subjects.change(1, reached=frozenset({"confirmed"}))
        sweep(NOON), sweep(minutes(5))
        assert called(subjects)[-1] == ("lead", "chen")

    def test_one_far_off_does_not_keep_a_lapsed_acknowledgement_from_a_new_round(self, escalate, sweep, team):
        subjects = escalate({"target": "A"}, {**LEAD, "after_minutes": 120, "stops_on": "confirmed"})
        sweep(NOON), self.held(team), sweep(minutes(61))
        assert called(subjects)[1:] == [("A", "zhang")]
        sweep(minutes(120))
        assert called(subjects)[2:] == [("lead", "chen")]

    def test_goes_on_for_ever_until_it_is_decided(self, escalate, sweep, team):
        subjects = escalate({"target": "A"}, {**LEAD, "stops_on": "activated"})
        sweep(NOON), self.held(team)
        for minute in range(2, 27):
            sweep(minutes(minute))
        assert called(subjects)[1:] == [("lead", "chen")] * 3
