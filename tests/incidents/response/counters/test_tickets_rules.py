"""Numbers that are missed, and the people at a counter."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents.response.counters.rules.staffing import Fitness, Obstacle, lacks_relief, may_overrule, obstacles
from incidents.response.counters.rules.tickets import back_in_line, may_miss, written

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIT = {"is_active": True, "is_away": False, "trained": True, "has_badge": True, "is_engaged": False}


def minutes_ago(*minutes):
    return [NOW - timedelta(minutes=one) for one in minutes]


def test_who_is_put_back_lets_three_go_first():
    line = minutes_ago(20, 15, 10, 5)
    assert line[2] < back_in_line(line, NOW) < line[3]


def test_in_a_short_line_they_go_last():
    assert back_in_line(minutes_ago(20, 15), NOW) == NOW


@pytest.mark.parametrize(("recalls", "may"), [(0, False), (1, False), (2, True)])
def test_a_number_is_passed_over_after_two_more_calls(recalls, may):
    assert may_miss(recalls) is may


def test_numbers_are_written_with_three_digits():
    assert (written(7, is_priority=False, prefix="优"), written(1234, is_priority=True, prefix="优")) == (
        "A007",
        "优P1234",
    )


def test_nothing_speaks_against_somebody_fit():
    assert obstacles(Fitness(**FIT)) == []


@pytest.mark.parametrize(
    ("fact", "obstacle"),
    [
        ({"is_active": False}, Obstacle.CLOSED),
        ({"is_away": True}, Obstacle.ABSENT),
        ({"trained": False}, Obstacle.UNTRAINED),
        ({"has_badge": False}, Obstacle.NO_BADGE),
        ({"is_engaged": True}, Obstacle.ENGAGED),
    ],
)
def test_every_fact_is_an_obstacle(fact, obstacle):
    assert obstacles(Fitness(**{**FIT, **fact})) == [obstacle]


def test_without_a_training_asked_for_nobody_is_untrained():
    assert obstacles(Fitness(**{**FIT, "trained": None})) == []


def test_a_closed_account_is_not_overruled():
    assert not may_overrule([Obstacle.CLOSED, Obstacle.ABSENT])


def test_relief_is_missing_when_fewer_stay_than_windows_are_open():
    assert lacks_relief([NOW, NOW + timedelta(hours=1)], 2, NOW)
