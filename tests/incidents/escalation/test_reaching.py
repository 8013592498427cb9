"""An A who does not answer: B acts for them, for this subject, until they are heard of again."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from incidents.escalation.actions import acknowledge, start_escalation
from incidents.escalation.models import Unreachable
from resources.staff.choices import Function
from resources.staff.models import Absence
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return NOON + timedelta(minutes=number)


def away(person):
    period = DateTimeTZRange(NOON - timedelta(days=1), NOON + timedelta(days=1))
    return Absence.objects.create(person=person, kind="leave", period=period, reported_at=NOON, reported_by=person)


def use(policy_version, steps):
    policy_version.steps = steps
    policy_version.save()


def calls(subjects):
    return [(step.target, step.person and step.person.username, step.hindrance) for _pk, step in subjects.steps]


def test_b_is_called_for_the_silent_a(escalated, sweep, team):
    sweep(NOON), sweep(minutes(5))
    assert calls(escalated)[1] == ("B", "li", "a_silent")
    assert escalated.steps[1][1].acting_for == team["A"]


def test_the_silence_is_written_down_when_b_is_called(escalated, sweep, team):
    sweep(NOON)
    assert not Unreachable.objects.exists()
    sweep(minutes(5))
    silence = Unreachable.objects.get()
    assert (silence.person, silence.since, silence.answered_at) == (team["A"], minutes(5), None)


def test_the_next_round_begins_with_b(escalated, sweep, team):
    sweep(NOON), sweep(minutes(5))
    acknowledge("probe", 1, actor=team["lead"], now=minutes(6), minutes=15)
    sweep(minutes(21))
    assert calls(escalated)[-1] == ("A", "li", "a_silent")


def test_b_who_was_called_for_the_silent_a_is_not_called_twice(escalated, sweep, team):
    sweep(NOON), sweep(minutes(5))
    acknowledge("probe", 1, actor=team["lead"], now=minutes(6), minutes=15)
    sweep(minutes(21)), sweep(minutes(26))
    assert [step.reason for _pk, step in escalated.steps[-2:]] == ["already_called", "holds"]


def test_a_who_answers_is_called_again_in_the_next_round(escalated, sweep, team):
    sweep(NOON), sweep(minutes(5))
    acknowledge("probe", 1, actor=team["A"], now=minutes(6), minutes=15)
    assert Unreachable.objects.get().answered_at == minutes(6)
    sweep(minutes(21))
    assert calls(escalated)[-1] == ("A", "zhang", "")


def test_silence_for_one_subject_is_none_for_another(escalated, sweep, team, policy_version):
    sweep(NOON), sweep(minutes(5))
    start_escalation("probe", escalated.add(2), policy_version, region_code="310101", now=minutes(6))
    sweep(minutes(6))
    assert calls(escalated)[-1] == ("A", "zhang", "")


def test_nobody_is_silent_who_answered(escalated, sweep, team):
    sweep(NOON)
    acknowledge("probe", 1, actor=team["A"], now=minutes(1), minutes=15)
    sweep(minutes(5))
    assert not Unreachable.objects.exists()


def test_b_is_called_in_their_own_name_where_a_was_not_called(escalated, sweep, team, policy_version):
    first, *others = policy_version.steps
    use(policy_version, [{**first, "function": Function.LOGISTICS}, *others])
    sweep(NOON)
    assert calls(escalated)[1] == ("B", "li", "")


class TestAway:
    def test_b_acts_for_a_on_leave(self, escalated, sweep, team):
        away(team["A"])
        sweep(NOON)
        assert calls(escalated) == [("A", "li", "a_away")]

    def test_b_s_silence_calls_the_lead(self, escalated, sweep, team):
        away(team["A"])
        sweep(NOON), sweep(minutes(5))
        assert [step.reason for _pk, step in escalated.steps] == ["acting", "already_called", "holds"]

    def test_nobody_is_written_down_as_silent(self, escalated, sweep, team):
        away(team["A"])
        sweep(NOON), sweep(minutes(5))
        assert not Unreachable.objects.exists()

    def test_the_lead_s_b_is_called_when_the_lead_is_away(self, escalated, sweep, team, make_person, assign):
        deputy = make_person("deputy")
        assign(deputy, "B", function=Function.COMMANDER), away(team["lead"])
        sweep(NOON), sweep(minutes(5)), sweep(minutes(10))
        assert calls(escalated)[-1] == ("lead", "deputy", "a_away")


class TestLead:
    @pytest.fixture(autouse=True)
    def commanders_alone(self, policy_version, subjects):
        use(policy_version, [{**step, "function": Function.COMMANDER} for step in policy_version.steps])

    def test_who_was_called_in_vain_is_not_the_lead(self, escalated, sweep, team, make_person, assign):
        deputy, country = make_person("deputy"), make_person("country")
        assign(deputy, "B", function=Function.COMMANDER), away(team["lead"])
        assign(country, "A", function=Function.COMMANDER, region="000000")
        sweep(NOON), sweep(minutes(5))
        assert calls(escalated)[-1] == ("lead", "country", "")

    def test_without_another_lead_the_same_is_called_again(self, escalated, sweep, team):
        sweep(NOON), sweep(minutes(5)), sweep(minutes(10))
        assert calls(escalated)[-1][:2] == ("lead", "chen")
