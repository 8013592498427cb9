"""What a report says about its terminal."""

import pytest

from incidents.monitoring.choices import Condition, RequiredAction
from incidents.monitoring.rules import condition_of, required_action

IN_SERVICE, DEGRADED, OUT, OFFLINE, UNKNOWN = (
    Condition.IN_SERVICE,
    Condition.DEGRADED,
    Condition.OUT_OF_SERVICE,
    Condition.OFFLINE,
    Condition.UNKNOWN,
)


@pytest.mark.parametrize(
    ("device", "condition"),
    [
        ("online", IN_SERVICE),
        ("deviceBusy", IN_SERVICE),
        ("userError", DEGRADED),
        ("potentialFraud", DEGRADED),
        ("starting", OUT),
        ("hardwareError", OUT),
        ("fraudAttempt", OUT),
        ("noDevice", OUT),
        ("offline", OFFLINE),
        ("powerOff", OFFLINE),
        ("something new", UNKNOWN),
    ],
)
def test_the_device_speaks_for_itself(device, condition):
    assert condition_of(device, {}, "ok") == condition


@pytest.mark.parametrize(
    ("component", "state", "condition"),
    [
        ("printer", "ok", IN_SERVICE),
        ("printer", "degraded", DEGRADED),
        ("printer", "failed", DEGRADED),
        ("printer", "unknown", DEGRADED),
        ("palm_reader", "missing", DEGRADED),
        ("mainboard", "missing", OUT),
        ("service", "failed", OUT),
        ("door", "tampered", DEGRADED),
        ("power", "degraded", DEGRADED),
        ("touch_screen", "unknown", UNKNOWN),
    ],
)
def test_a_component_makes_it_no_better(component, state, condition):
    assert condition_of("online", {component: {"state": state}}, "ok") == condition


@pytest.mark.parametrize(
    ("network", "condition"), [("ok", IN_SERVICE), ("degraded", DEGRADED), ("down", OFFLINE), ("?", UNKNOWN)]
)
def test_the_line_counts(network, condition):
    assert condition_of("online", {}, network) == condition


def test_the_worst_of_all_is_the_condition():
    components = {"printer": {"state": "failed"}, "service": {"state": "failed"}}
    assert condition_of("userError", components, "degraded") == OUT


@pytest.mark.parametrize(
    ("said", "code", "action"),
    [
        (None, "PAPER_OUT", RequiredAction.CLEAR),
        (None, "BOARD_FAIL", RequiredAction.MAINTENANCE),
        ("clear", "BOARD_FAIL", "clear"),
        (None, "PALM-7", RequiredAction.MAINTENANCE),
        (None, None, ""),
    ],
)
def test_what_a_fault_asks_for(said, code, action):
    assert required_action(said, code) == action
