"""When callers are called back, in which order, and who hears when it is late."""

from datetime import timedelta

import pytest

from incidents.response.hotline import rules
from incidents.response.hotline.rules import Owed, Tell
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


def turn(*owed):
    return rules.in_turn(owed, NOON)


def test_priority_users_are_promised_an_earlier_call():
    assert rules.due_at(is_priority=True, now=NOON) < rules.due_at(is_priority=False, now=NOON)


def test_priority_users_come_first():
    assert turn(Owed(1, False, NOON + MINUTE), Owed(2, True, NOON + 10 * MINUTE)) == [2, 1]


def test_within_a_group_the_earlier_promise_comes_first():
    assert turn(Owed(1, True, NOON + 2 * MINUTE), Owed(2, True, NOON + MINUTE)) == [2, 1]


def test_after_three_priority_users_somebody_who_is_late_has_a_turn():
    priority = [Owed(number, True, NOON + number * MINUTE) for number in range(1, 6)]
    assert turn(*priority, Owed(9, False, NOON - MINUTE)) == [1, 2, 3, 9, 4, 5]


def test_nobody_goes_before_a_priority_user_without_being_late():
    priority = [Owed(number, True, NOON + number * MINUTE) for number in range(1, 6)]
    assert turn(*priority, Owed(9, False, NOON + MINUTE)) == [1, 2, 3, 4, 5, 9]


def test_whoever_was_tried_in_vain_rests_at_the_end():
    resting = Owed(1, True, NOON - MINUTE, NOON + MINUTE)
    assert turn(resting, Owed(2, False, NOON + MINUTE)) == [2, 1]


def test_after_the_rest_they_are_back():
    rested = Owed(1, True, NOON - MINUTE, NOON)
    assert turn(rested, Owed(2, False, NOON + MINUTE)) == [1, 2]


def test_nobody_is_lost():
    owed = [Owed(number, number % 3 == 0, NOON + (number - 10) * MINUTE) for number in range(1, 30)]
    assert sorted(turn(*owed)) == list(range(1, 30))


@pytest.mark.parametrize(
    ("round", "who"),
    [
        (0, (Tell.AGENTS,)),
        (1, (Tell.AGENTS, Tell.IN_CHARGE)),
        (2, (Tell.AGENTS, Tell.IN_CHARGE, Tell.LEAD)),
        (9, (Tell.AGENTS, Tell.IN_CHARGE, Tell.LEAD)),
    ],
)
def test_the_longer_it_lasts_the_more_hear_of_it(round, who):
    assert rules.tell(round) == who


def test_old_counts_do_not_say_how_it_is_now():
    assert rules.holds(NOON - MINUTE, NOON)
    assert not rules.holds(NOON - 10 * MINUTE, NOON)
    assert not rules.holds(None, NOON)
