"""Which plan and which steps hold."""

import pytest

from incidents.response.plans.choices import Cause
from incidents.response.plans.rules import Candidate, Conditions, Facts, StepLine, causes_of, choose, faults

POWER = Facts(frozenset({"power"}), "regional", "II")


def test_a_code_names_the_cause():
    assert causes_of("external", ["MAINS_LOST"]) == {"power"}


def test_without_a_telling_code_the_whole_category_is_possible():
    assert causes_of("external", ["silence"]) == {"power", "communication"}


def test_a_cause_that_a_person_has_named_counts():
    assert causes_of("hardware", ["environment"]) == {"environment"}


def test_of_several_codes_those_of_the_category_count():
    assert causes_of("human", ["INTRUSION", "BOARD_MISSING"]) == {"intrusion"}


def test_a_code_counts_where_the_category_says_nothing_else():
    assert causes_of("human", ["BOX_TAMPER"]) == {"part_missing"}


@pytest.mark.parametrize("category", ["hardware", "software", "external", "human"])
def test_every_category_has_its_causes(category):
    assert causes_of(category, [])


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        (Conditions(), True),
        (Conditions(causes=["power", "deleted"]), True),
        (Conditions(causes=["deleted"]), False),
        (Conditions(scopes=["site_wide"]), False),
        (Conditions(scopes=["regional"], grades=["II"]), True),
        (Conditions(scopes=["regional"], grades=["I"]), False),
    ],
)
def test_conditions_hold_when_each_of_them_does(conditions, wanted):
    assert conditions.hold(POWER) is wanted


def test_the_narrowest_plan_is_chosen():
    general, narrow = Candidate(1), Candidate(2, Conditions(scopes=["regional"]))
    assert choose([general, narrow], POWER) == 2


def test_of_two_equally_narrow_plans_that_with_fewer_values_is_chosen():
    wide, narrow = Candidate(1, Conditions(scopes=["regional", "site_wide"])), Candidate(2, Conditions(grades=["II"]))
    assert choose([wide, narrow], POWER) == 2


def test_of_equal_plans_the_older_is_chosen():
    assert choose([Candidate(4), Candidate(3)], POWER) == 3


def test_no_plan_is_chosen_where_none_holds():
    assert choose([Candidate(1, Conditions(causes=[Cause.DELETED]))], POWER) is None


def test_a_version_without_an_aim_or_steps_is_not_complete():
    assert faults(" ", [], ["confirm"]) == ["no_aim", "no_steps"]


def test_every_phase_needs_a_step():
    assert faults("目的", [StepLine("confirm", "查", "看", 5)], ["confirm", "recovery"]) == ["no_phase"]


def test_a_step_without_words_is_not_complete():
    assert faults("目的", [StepLine("confirm", "查", "", 5)], ["confirm"]) == ["unsaid"]
