"""Which conditions hold, and what speaks for it."""

from datetime import datetime

import pytest

from incidents.escalation.policies.conditions import (
    Conditions,
    Facts,
    judge,
    parse_conditions,
    stored_conditions,
)
from incidents.escalation.policies.hours import Window, moment_of
from tests.conftest import CST

SATURDAY_NIGHT = moment_of(datetime(2026, 11, 28, 2, 10, tzinfo=CST), {})
FACTS = Facts(
    grade="II",
    category="external",
    causes=frozenset({"silence"}),
    scope="regional",
    payment_method="wechat",
    region_code="310101",
)


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        (Conditions(grades=("I", "II")), ("grade", "II")),
        (Conditions(categories=("external",)), ("category", "external")),
        (Conditions(causes=("BALANCE_WRONG", "silence")), ("cause", "silence")),
        (Conditions(scopes=("regional",)), ("scope", "regional")),
        (Conditions(payment_methods=("wechat",)), ("payment_method", "wechat")),
        (Conditions(regions=("320000", "310000")), ("region", "310000")),
        (Conditions(drill="real"), ("drill", "real")),
        (Conditions(windows=(Window("22:00", "06:00"),)), ("hours", "all 22:00-06:00")),
        (Conditions(), ("unconditional", "")),
    ],
)
def test_what_holds_is_said(conditions, reason):
    verdict = judge(conditions, FACTS, SATURDAY_NIGHT)
    assert (verdict.holds, verdict.reasons[0]) == (True, reason)


@pytest.mark.parametrize(
    ("conditions", "failing"),
    [
        (Conditions(grades=("I",)), ("grade", "II")),
        (Conditions(regions=("320000",)), ("region", "310101")),
        (Conditions(drill="drill"), ("drill", "real")),
        (Conditions(grades=("II",), windows=(Window("08:00", "18:00"),)), ("hours", "")),
    ],
)
def test_what_fails_is_said(conditions, failing):
    verdict = judge(conditions, FACTS, SATURDAY_NIGHT)
    assert (verdict.holds, verdict.reasons) == (False, (failing,))


def test_a_subject_of_the_whole_country_is_in_no_province():
    assert not judge(Conditions(regions=("310000",)), Facts(), SATURDAY_NIGHT).holds
    assert judge(Conditions(regions=("000000",)), Facts(), SATURDAY_NIGHT).holds


def test_a_day_taken_for_an_ordinary_one_is_said():
    conditions = Conditions(windows=(Window("00:00", "24:00", "resting"),))
    assert judge(conditions, FACTS, SATURDAY_NIGHT).reasons[-1] == ("guessed_day", "")


def test_are_kept_as_they_were():
    conditions = Conditions(grades=("I",), drill="real", windows=(Window("22:00", "06:00", "working", (1, 2)),))
    assert parse_conditions(stored_conditions(conditions)) == conditions
