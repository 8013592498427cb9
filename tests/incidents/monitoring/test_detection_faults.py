"""Faults that terminals name themselves."""

import pytest

from incidents.monitoring.detection.codes import CODES, Severity, cause_of, meaning_of, severity_of
from incidents.monitoring.detection.facts import Rules

from .fleet import Fleet


@pytest.fixture
def fleet():
    return Fleet()


@pytest.mark.parametrize(
    ("part", "code", "category"),
    [
        ("touch_screen", "SCREEN_BROKEN", "hardware"),
        ("cash_box", "BOX_MISSING", "hardware"),
        ("mainboard", "BOARD_MISSING", "hardware"),
        ("power", "MAINS_LOST", "external"),
        ("network", "NET_DOWN", "external"),
        ("service", "APP_DOWN", "software"),
        ("service", "BALANCE_WRONG", "software"),
        ("service", "RECORD_WRONG", "software"),
        ("configuration", "PARAM_WRONG", "human"),
        ("configuration", "RECORD_DELETED", "human"),
        ("configuration", "INTRUSION", "human"),
        ("door", "DOOR_TAMPER", "human"),
    ],
)
def test_fault_of_the_plan_is_warned_of_at_once(fleet, part, code, category):
    fleet.fault("s0-0", **{part: code})
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.hypothesis.category) == ("single_point", category)


@pytest.mark.parametrize("code", ["PAPER_LOW", "BOX_HIGH"])
def test_what_is_only_running_low_is_not(fleet, code):
    fleet.fault("s0-0", printer=code)
    assert not fleet.run().openings


def test_busy_or_wrongly_used_device_is_not(fleet):
    fleet.fault("s0-0", device="deviceBusy")
    fleet.fault("s0-1", device="userError")
    assert not fleet.run().openings


def test_slow_network_is_not(fleet):
    fleet.fault("s0-0", link="degraded")
    assert not fleet.run().openings


def test_open_door_is_warned_of_when_nobody_closes_it(fleet):
    fleet.fault("s0-0", since=60, door="DOOR_OPEN")
    assert not fleet.run().openings
    fleet.fault("s0-0", since=900, door="DOOR_OPEN")
    assert fleet.run().openings


def test_same_fault_all_over_a_site_is_one_warning(fleet):
    fleet.fault("s0", service="APP_DOWN")
    (opening,) = fleet.run().openings
    assert (opening.scope, opening.hypothesis.category, len(opening.terminals)) == ("site_wide", "software", 5)


def test_first_terminal_of_a_site_grows_to_the_site(fleet):
    fleet.fault("s0-0", service="APP_DOWN")
    fleet.run()
    fleet.fault("s0", service="APP_DOWN")
    (opening,) = fleet.run().openings
    assert (opening.warning, opening.scope) == (1, "site_wide")


def test_two_jammed_printers_of_a_site_have_two_causes(fleet):
    fleet.fault("s0-0", "s0-1", printer="PRT_JAM")
    assert [o.scope for o in fleet.run().openings] == ["single_point", "single_point"]


def test_further_fault_of_a_terminal_is_a_sign_of_the_first(fleet):
    fleet.fault("s0-0", printer="PRT_JAM")
    fleet.run()
    fleet.fault("s0-0", printer="PRT_JAM", scanner="SCAN_INOP")
    assert not fleet.run().openings


def test_broken_terminal_that_falls_silent_keeps_its_one_warning(fleet):
    fleet.fault("s0-0", printer="PRT_JAM")
    fleet.run()
    fleet.pass_time(900, "s0-0")
    assert not fleet.run().openings


def test_fault_is_cleared_when_the_terminal_reports_without_it(fleet):
    fleet.fault("s0-0", printer="PRT_JAM")
    fleet.run()
    fleet.heal("s0-0")
    for _ in range(3):
        fleet.pass_time(60)
        fleet.run()
    assert fleet.open_groups() == []


def test_silence_is_no_recovery(fleet):
    fleet.fault("s0-0", printer="PRT_JAM")
    fleet.run()
    for _ in range(5):
        fleet.pass_time(120, "s0-0")
        assert not fleet.run().clearings


def test_rule_can_ignore_codes(fleet):
    fleet.ruleset = Rules(ignored_codes=frozenset({"PRT_JAM"}))
    fleet.fault("s0-0", printer="PRT_JAM")
    assert not fleet.run().openings


def test_tampering_is_somebodys_doing_whatever_the_code():
    assert meaning_of("cash_box", "tampered", "").category == "human"


@pytest.mark.parametrize(
    ("part", "category"), [("printer", "hardware"), ("service", "software"), ("power", "external"), ("x", "hardware")]
)
def test_unknown_code_is_judged_by_its_part(part, category):
    assert meaning_of(part, "failed", "VENDOR_17").category == category


def test_unknown_code_that_only_limps_is_noted():
    assert meaning_of("printer", "degraded", "VENDOR_17") is None


def test_what_somebody_did_explains_the_rest():
    assert cause_of([CODES["PRT_JAM"], CODES["DOOR_TAMPER"], CODES["APP_DOWN"]]) == "human"


def test_gravest_code_decides():
    assert severity_of(["PRT_JAM", "BALANCE_WRONG"]) is Severity.CRITICAL
