"""A grade that a person has given holds until the rules themselves rise above what they said then."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.choices import Scope, WarningEventKind
from incidents.response import actions
from incidents.response.models import GradeRule
from incidents.response.rules.grading import risen

from .conftest import cover, tell

NOW = now_clock.now


def grow(incident, *sites):
    incident.warning.scope = Scope.REGIONAL
    incident.warning.save()
    cover(incident.warning, *sites)
    actions.absorb(tell(incident.warning, WarningEventKind.UPGRADED), NOW())
    incident.refresh_from_db()


@pytest.fixture
def lowered(incident, commander, make_site):
    """II by the rules, IV by the commander."""
    grow(incident, make_site("310101-0101"))
    actions.change_grade(incident, "IV", actor=commander, now=NOW(), text="两个小网点")
    return incident


def test_one_more_terminal_does_not_undo_it(lowered, make_site):
    grow(lowered, make_site("310101-0102"))
    entry = lowered.timeline.latest("id")
    assert (lowered.grade, entry.code, entry.params["after"]) == ("IV", "scope_grade_overruled", "II")


def test_a_graver_rule_does(lowered, make_site):
    GradeRule.objects.create(rank=0, grade="I", scope=Scope.REGIONAL, min_terminals=10)
    grow(lowered, make_site("310101-0102", terminals=10))
    assert lowered.grade == "I"


@pytest.mark.parametrize(
    ("before", "overruled", "after", "rises"),
    [("IV", "", "II", True), ("IV", "II", "II", False), ("IV", "II", "I", True), ("I", "II", "I", False)],
    ids=["nobody", "same", "graver", "equal"],
)
def test_risen(before, overruled, after, rises):
    assert risen(before, after, overruled=overruled) == rises
