"""What is wrong with a line of policies."""

from incidents.escalation.policies.checks import check
from incidents.escalation.policies.conditions import Conditions
from incidents.escalation.policies.hours import Window

GRADES = ("I", "II", "III", "IV")
GRAVE = Conditions(grades=("I", "II"))
NIGHT = Conditions(windows=(Window("20:00", "08:00"),))


def pairs(findings):
    return [(earlier, later) for earlier, later, _case in findings.overlaps]


def test_one_that_an_earlier_one_contains_is_never_reached():
    assert check([GRAVE, Conditions(grades=("I",), scopes=("regional",))], GRADES).never == (1,)


def test_several_together_may_hide_one():
    halves = [Conditions(windows=(Window("08:00", "20:00"),)), NIGHT, GRAVE]
    assert check(halves, GRADES).never == (2,)


def test_the_narrower_one_first_hides_nothing():
    assert check([Conditions(grades=("I",), regions=("310000",)), GRAVE], GRADES).never == ()


def test_a_province_hides_its_districts():
    assert check([Conditions(regions=("310000",)), Conditions(regions=("310101",))], GRADES).never == (1,)


def test_a_window_within_another_is_never_reached():
    assert check([NIGHT, Conditions(windows=(Window("22:00", "06:00"),))], GRADES).never == (1,)


def test_days_of_rest_are_no_working_days():
    line = [Conditions(windows=(Window("00:00", "00:00", days),)) for days in ("resting", "working", "holiday")]
    assert check(line, GRADES).never == (2,)


def test_where_two_would_serve_a_case_is_named():
    findings = check([GRAVE, NIGHT], GRADES)
    assert pairs(findings) == [(0, 1)]
    assert findings.overlaps[0][2].facts.grade == "I"


def test_what_nothing_serves_is_left_to_the_default():
    left = check([GRAVE, NIGHT], GRADES).left
    assert [case.facts.grade for case in left] == ["III", "IV"]
    assert {case.moment.minute for case in left} == {480}


def test_policies_for_other_things_do_not_overlap():
    assert check([Conditions(drill="drill"), Conditions(drill="real", grades=("I",))], GRADES).overlaps == ()


def test_too_many_combinations_are_not_judged():
    values = tuple(f"c{number}" for number in range(40))
    line = [
        Conditions(causes=(value,), regions=(f"31{n:02d}00",), payment_methods=(value,))
        for n, value in enumerate(values)
    ]
    assert not check(line, GRADES).is_complete
