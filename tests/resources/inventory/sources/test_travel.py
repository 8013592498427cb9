"""How long it takes until a depot can hand out, and on the road."""

import pytest

from resources.inventory.rules.travel import Ready, kilometres, readiness, travel_minutes

CALM = {"on_duty": False, "is_open": False, "keeper_away": False, "has_keeper": True, "opens_in": None}


@pytest.mark.parametrize(
    ("facts", "why", "minutes"),
    [
        ({"on_duty": True}, Ready.ON_DUTY, 15),
        ({"is_open": True}, Ready.OPEN, 15),
        ({"is_open": True, "has_keeper": False}, Ready.OPEN, 15),
        ({}, Ready.CALLED, 75),
        ({"opens_in": 20}, Ready.OPENS, 35),
        ({"opens_in": 600}, Ready.CALLED, 75),
        ({"opens_in": 600, "keeper_away": True}, Ready.OPENS, 615),
        ({"is_open": True, "keeper_away": True}, Ready.UNKNOWN, 1440),
        ({"keeper_away": True}, Ready.UNKNOWN, 1440),
    ],
)
def test_when_a_depot_can_hand_out(facts, why, minutes):
    found = readiness(**{**CALM, **facts})
    assert (found.why, found.minutes) == (why, minutes)


def test_shanghai_to_nanjing_is_a_drive_of_hours():
    [[far]] = kilometres([(121.49, 31.24)], [(118.79, 32.05)])
    assert far is not None
    assert 340 < far < 360
    assert travel_minutes(far) == round(far)


def test_nobody_knows_how_far_it_is():
    assert kilometres([None, (121.49, 31.24)], [(121.49, 31.24)]) == [[None], [0.0]]
    assert travel_minutes(None) == 720
