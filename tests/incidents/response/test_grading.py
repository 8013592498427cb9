"""Grades I to IV by the default rules."""

import pytest

from incidents.response.rules.grading import GradeFacts, GradeLine, grade_of, is_graver
from incidents.response.sample import RULES

DEFAULTS = [GradeLine(grade, scope, cause=cause, payment_method=method) for grade, scope, cause, method in RULES]


def facts(scope, *codes, method="", terminals=1, category="hardware"):
    return GradeFacts(scope, category, terminals, method, frozenset(codes))


@pytest.mark.parametrize(
    ("incident", "grade"),
    [
        (facts("single_point"), "IV"),
        (facts("site_wide"), "III"),
        (facts("site_wide", method="wechat"), "III"),
        (facts("regional"), "II"),
        (facts("network_wide", method="wechat"), "II"),
        (facts("network_wide"), "I"),
        (facts("single_point", "BALANCE_WRONG"), "I"),
        (facts("single_point", "RECORD_DELETED"), "I"),
        (facts("single_point", "BOX_MISSING", "INTRUSION"), "I"),
        (facts("single_point", "BOX_MISSING"), "IV"),
    ],
)
def test_the_default_rules(incident, grade):
    assert grade_of(DEFAULTS, incident) == grade


def test_the_first_rule_that_matches_counts():
    rules = [GradeLine("II", min_terminals=10), GradeLine("III", category="hardware")]
    assert [grade_of(rules, facts("regional", terminals=number)) for number in (9, 10)] == ["III", "II"]


def test_without_a_rule_it_is_the_least_grade():
    assert grade_of([], facts("network_wide")) == "IV"


def test_one_is_graver_than_four():
    assert is_graver("I", "IV")
    assert not is_graver("III", "III")
