"""Who fell silent, and together with whom."""

import pytest

from incidents.monitoring.detection.facts import Rules

from .fleet import Fleet


@pytest.fixture
def fleet():
    return Fleet()


def test_one_missed_report_is_chance(fleet):
    fleet.silence("s0-0", seconds=90)
    assert not fleet.run().openings


def test_terminal_that_stays_silent_is_warned_of(fleet):
    fleet.silence("s0-0", seconds=900)
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.hypothesis.category) == ("single_point", "hardware")


def test_terminal_that_reports_seldom_is_given_time(fleet):
    fleet._heard = lambda inner=fleet._heard: [h.__class__(h.place, h.last, 600.0, h.methods) for h in inner()]
    fleet.silence("s0-0", seconds=900)
    assert not fleet.run().openings


def test_silent_site_is_one_warning_within_two_reports(fleet):
    fleet.silence("s0", seconds=80)
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.hypothesis.category, len(opening.terminals)) == ("site_wide", "external", 5)


def test_silent_line_is_one_regional_warning(fleet):
    fleet.silence("s0", "s1", seconds=80)
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.hypothesis.category) == ("regional", "external")
    assert str(opening.hypothesis.group) == "line:line0"


def test_line_whose_other_site_reports_is_not_blamed(fleet):
    fleet.silence("s0", seconds=80)
    assert [str(o.hypothesis.group) for o in fleet.run().openings] == ["site:s0"]


def test_everybody_silent_is_network_wide(fleet):
    fleet.silence(*(f"s{n}" for n in range(6)), seconds=90)
    assert fleet.run().openings[0].scope in ("regional", "network_wide")
    assert len(fleet.warnings) == 1


def test_evidence_counts_who_is_silent(fleet):
    fleet.silence("s0", "s1", seconds=180)
    evidence = fleet.run().openings[0].hypothesis.evidence
    assert evidence == {"code": "silence.line", "params": {"silent": 10, "total": 10, "seconds": 180}}


def test_site_grows_to_its_line_instead_of_opening_another(fleet):
    fleet.silence("s0", seconds=80)
    fleet.run()
    fleet.silence("s1", seconds=80)
    (opening,) = fleet.run().openings
    assert (opening.warning, opening.scope, len(opening.terminals)) == (1, "regional", 10)


def test_members_of_a_silent_site_get_no_warnings_of_their_own(fleet):
    fleet.silence("s0", seconds=80)
    fleet.run()
    fleet.pass_time(900, "s0")
    assert not fleet.run().openings


def test_warning_is_cleared_once_most_are_heard_again_for_a_while(fleet):
    fleet.silence("s0", seconds=80)
    fleet.run()
    fleet.pass_time(60)
    assert not fleet.run().clearings
    fleet.pass_time(90)
    assert [c.warning for c in fleet.run().clearings] == [1]


def test_one_sign_of_life_does_not_clear_a_site(fleet):
    fleet.silence("s0", seconds=80)
    fleet.run()
    for _ in range(4):
        fleet.pass_time(60, "s0-1", "s0-2", "s0-3", "s0-4")
        assert not fleet.run().clearings


def test_silence_before_a_clearing_is_not_held_against_stragglers(fleet):
    fleet.silence("s0", seconds=80)
    fleet.run()
    for _ in range(3):
        fleet.pass_time(60, "s0-4")
        fleet.run()
    assert fleet.open_groups() == []


def test_silence_can_be_switched_off(fleet):
    fleet.ruleset = Rules(silence=False)
    fleet.silence("s0", seconds=900)
    assert not fleet.run().openings


def test_rule_can_demand_a_longer_silence(fleet):
    fleet.ruleset = Rules(silence_minutes=30)
    fleet.silence("s0-0", seconds=900)
    assert not fleet.run().openings
