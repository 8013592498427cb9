"""A simulation says what an escalation then does, and does nothing itself."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from incidents.escalation import registry
from incidents.escalation.actions import acknowledge, start_escalation
from incidents.escalation.contact.rules import Quiet
from incidents.escalation.contact.storing import stored_quiet
from incidents.escalation.models import ContactPreference, Deadline, OutboxMessage, Unreachable
from incidents.escalation.policies.choosing import Candidate
from incidents.escalation.policies.conditions import Conditions, Facts
from incidents.escalation.policies.hours import Window
from incidents.escalation.policies.simulating import Draft, Question, simulate
from incidents.escalation.rules import parse_steps
from resources.staff.models import Absence
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return NOON + timedelta(minutes=number)


def asked(minutes=25, acknowledged_after=None, at=NOON, **facts):
    return Question(at, Facts(region_code="310101", **facts), None, minutes, acknowledged_after)


def calls_of(answer):
    return [
        (
            round((one.at - answer.question.at).total_seconds() / 60),
            call.person and call.person.username,
            call.hindrance,
        )
        for one in answer.calls
        for call in one.calls
    ]


STORIES = {
    "plain": [],
    "next and repeats": [
        {"after_minutes": 0, "target": "A", "function": "technical", "times": 1, "every_minutes": 2},
        {"after_minutes": 5, "target": "next", "function": "technical", "also": ["logistics"]},
        {"after_minutes": 9, "target": "next", "function": "technical"},
        {"after_minutes": 12, "target": "lead", "function": "commander", "times": 1, "every_minutes": 3},
    ],
    "a decision is asked for": [
        {"after_minutes": 0, "target": "A", "function": "technical"},
        {"after_minutes": 4, "target": "B", "function": "technical"},
        {"after_minutes": 8, "target": "lead", "function": "commander", "stops_on": "confirmed"},
    ],
    "commanders alone": [
        {"after_minutes": 0, "target": "A", "function": "commander"},
        {"after_minutes": 4, "target": "B", "function": "commander"},
        {"after_minutes": 8, "target": "lead", "function": "commander"},
    ],
}


class TestTellsWhatHappens:
    @pytest.mark.parametrize("acknowledged", [None, 3])
    @pytest.mark.parametrize("away", [[], ["A"], ["B"], ["A", "B"]])
    @pytest.mark.parametrize("story", STORIES)
    def test_as_an_escalation_does_it(
        self, story, away, acknowledged, policy_version, subjects, team, sweep, make_person
    ):
        policy_version.steps = STORIES[story] or policy_version.steps
        policy_version.save()
        period = DateTimeTZRange(NOON - timedelta(days=1), NOON + timedelta(days=1))
        for name in away:
            Absence.objects.create(
                person=team[name], kind="leave", period=period, reported_at=NOON, reported_by=team[name]
            )
        foretold = simulate(asked(acknowledged_after=acknowledged))
        start_escalation("probe", subjects.add(1), policy_version, region_code="310101", now=NOON)
        happened = []
        for minute in range(26):
            if minute == acknowledged:
                acknowledge("probe", 1, actor=make_person("witness"), now=minutes(minute), minutes=240)
            known = len(subjects.steps)
            sweep(minutes(minute))
            happened += [
                (minute, step.person and step.person.username, step.hindrance) for _pk, step in subjects.steps[known:]
            ]
        assert calls_of(foretold) == happened


def test_writes_nothing(policy_version, team):
    simulate(asked())
    assert [model.objects.count() for model in (OutboxMessage, Deadline, Unreachable)] == [0, 0, 0]


def test_goes_by_who_is_away_at_that_time(policy_version, team):
    period = DateTimeTZRange(NOON + timedelta(days=2), NOON + timedelta(days=3))
    Absence.objects.create(person=team["A"], kind="leave", period=period, reported_at=NOON, reported_by=team["A"])
    later = NOON + timedelta(days=2, hours=1)
    assert [name for _minute, name, _why in calls_of(simulate(asked(minutes=0)))] == ["zhang"]
    assert calls_of(simulate(asked(minutes=0, at=later))) == [(0, "li", "a_away")]


class TestQuietHours:
    @pytest.fixture
    def quiet_a(self, team):
        quiet = stored_quiet([Quiet(Window("11:00", "14:00"), holds_calls=True)])
        return ContactPreference.objects.create(person=team["A"], quiet=quiet, changed_at=NOON)

    def delays(self, answer):
        return {way.channel: way.due_at for _call, ways in [*answer.calls[0].over.items()] for way in ways}

    def test_are_shown(self, policy_version, quiet_a):
        assert self.delays(simulate(asked())) == {"in_app": NOON, "email": NOON + timedelta(hours=2)}

    def test_do_not_hold_what_is_grave(self, policy_version, quiet_a, monkeypatch):
        monkeypatch.setattr(registry, "_vocabularies", {"urgent_grade": {"I": "I"}})
        assert set(self.delays(simulate(asked(grade="I"))).values()) == {NOON}

    def test_hold_the_call_itself(self, escalated, quiet_a, sweep):
        sweep(NOON)
        mail = OutboxMessage.objects.get(channel="email")
        assert (mail.due_at, mail.held_until) == (NOON + timedelta(hours=2),) * 2

    def test_an_acknowledgement_meanwhile_drops_it(self, escalated, quiet_a, sweep, team):
        sweep(NOON), acknowledge("probe", 1, actor=team["B"], now=minutes(1), minutes=15)
        assert OutboxMessage.objects.get(channel="email").state == "withdrawn"


class TestADraft:
    def draft(self, policy=None, **conditions):
        steps = parse_steps([{"after_minutes": 0, "target": "lead", "function": "commander"}])
        return Draft(Candidate("草稿", Conditions(**conditions), False), steps, 10, policy)

    def test_is_shown_though_it_is_not_saved(self, policy_version, team):
        answer = simulate(asked(grade="I", minutes=5), self.draft(grades=("I",)))
        assert (answer.choice.candidate.name, calls_of(answer)) == ("草稿", [(0, "chen", "")])

    def test_that_would_not_serve_is_shown_beside_what_would(self, policy_version, team):
        answer = simulate(asked(grade="IV"), self.draft(grades=("I",)))
        assert (answer.choice.candidate.name, answer.shown.name) == ("默认", "草稿")
        assert answer.choice.passed_over[0][1] == (("grade", "IV"),)
