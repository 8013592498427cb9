"""The order in which policies are tried, and who may change it."""

from datetime import datetime

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation import sample, sample_policies
from incidents.escalation.actions.policies import STARTING_TERMS, move_policy, retire_policy, save_policy
from incidents.escalation.models import EscalationPolicy
from incidents.escalation.policies.choosing import candidates, choose
from incidents.escalation.policies.conditions import Conditions, Facts
from resources.staff.models import CalendarDay
from tests.conftest import CST, NOON

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 28, 2, 10, tzinfo=CST)


@pytest.fixture
def shipped(db):
    sample.load(NOON), sample_policies.load(NOON)


@pytest.fixture
def grave(shipped):
    return EscalationPolicy.objects.get(name="重大事件（I、II级）")


def order():
    return [candidate.name for candidate in candidates()]


def chosen(facts, at=NOON):
    return choose(facts, at).candidate.name


@pytest.mark.parametrize(
    ("facts", "at", "expected"),
    [
        (Facts(grade="III"), NOON, "默认升级策略"),
        (Facts(grade="I"), NIGHT, "重大事件（I、II级）"),
        (Facts(grade="III"), NIGHT, "夜间和休息日"),
        (Facts(grade="III"), NIGHT.replace(hour=12), "夜间和休息日"),
    ],
)
def test_the_shipped_policies_serve_what_they_are_for(shipped, facts, at, expected):
    assert chosen(facts, at) == expected


def test_a_make_up_saturday_is_a_working_day(shipped):
    CalendarDay.objects.create(day=NIGHT.date(), kind="makeup")
    assert chosen(Facts(grade="III"), NIGHT.replace(hour=12)) == "默认升级策略"


def test_those_passed_over_say_why(shipped):
    passed = choose(Facts(grade="III"), NOON).passed_over
    assert [(one.name, reasons) for one, reasons in passed] == [
        ("重大事件（I、II级）", (("grade", "III"),)),
        ("夜间和休息日", (("hours", ""),)),
    ]


def test_a_new_one_is_tried_last_before_the_default(shipped):
    assert order() == ["重大事件（I、II级）", "夜间和休息日", "默认升级策略"]


def test_can_be_put_later_and_earlier(grave, commander):
    move_policy(grave, up=False, actor=commander, now=NOON)
    assert order()[:2] == ["夜间和休息日", "重大事件（I、II级）"]
    move_policy(grave, up=True, actor=commander, now=NOON)
    assert order()[:2] == ["重大事件（I、II级）", "夜间和休息日"]


def test_the_first_goes_no_further_up(grave, commander):
    move_policy(grave, up=True, actor=commander, now=NOON)
    assert order()[0] == grave.name


def test_the_default_stays_the_last(shipped, commander):
    with pytest.raises(Refused):
        move_policy(EscalationPolicy.objects.get(is_default=True), up=True, actor=commander, now=NOON)


def test_one_out_of_use_is_not_chosen_until_it_is_back(grave, commander):
    retire_policy(grave, retired=True, actor=commander, now=NOON)
    assert grave.name not in order()
    retire_policy(grave, retired=False, actor=commander, now=NOON)
    assert order()[1] == grave.name


def test_the_default_cannot_be_retired(shipped, commander):
    with pytest.raises(Refused):
        retire_policy(EscalationPolicy.objects.get(is_default=True), retired=True, actor=commander, now=NOON)


@pytest.mark.parametrize("change", [move_policy, retire_policy])
def test_a_manager_changes_nothing(grave, manager, change):
    with pytest.raises(Forbidden):
        change(grave, actor=manager, now=NOON, **({"up": True} if change is move_policy else {"retired": True}))


def test_without_conditions_only_the_default_serves(shipped):
    with pytest.raises(Invalid):
        save_policy(None, name="无条件", is_default=False, terms=STARTING_TERMS, actor=None, now=NOON)


def test_the_default_asks_for_nothing(shipped):
    terms = STARTING_TERMS._replace(conditions=Conditions(grades=("I",)))
    with pytest.raises(Invalid):
        save_policy(None, name="新默认", is_default=True, terms=terms, actor=None, now=NOON)


def test_another_default_retires_the_former_one(shipped):
    save_policy(None, name="新默认", is_default=True, terms=STARTING_TERMS, actor=None, now=NOON)
    assert order()[-1] == "新默认"
    assert "默认升级策略" not in order()


def test_another_condition_makes_another_version(grave):
    terms = sample_policies.GRAVE._replace(conditions=Conditions(grades=("I",)))
    version = save_policy(grave, name=grave.name, is_default=False, terms=terms, actor=None, now=NOON)
    assert (version.number, version.parsed_conditions.grades) == (2, ("I",))


def test_a_former_default_that_asks_for_nothing_is_not_put_back_before_the_default(shipped, commander):
    former = EscalationPolicy.objects.get(is_default=True)
    save_policy(None, name="新默认", is_default=True, terms=STARTING_TERMS, actor=commander, now=NOON)
    with pytest.raises(Refused):
        retire_policy(former, retired=False, actor=commander, now=NOON)
    assert chosen(Facts(grade="III")) == "新默认"
