"""Whose turn it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.response.counters.rules.order import (
    Group,
    Order,
    ahead,
    minutes_to_wait,
    next_group,
    run_after,
    sequence,
    windows_for,
)

RATIO = Order("ratio", 3, True, [False, False])
APART = Order("window", 3, True, [True, False])
STRICT = Order("window", 3, False, [True, False])


def turns(order, priority, ordinary, *, at_priority_window=False):
    """The groups that one window calls until nobody is left that it may take, as a word of P and A."""
    run, word = 0, ""
    while group := next_group(
        order, at_priority_window=at_priority_window, priority=priority, ordinary=ordinary, run=run
    ):
        run = run_after(group, ordinary=ordinary, run=run)
        priority, ordinary = (priority - 1, ordinary) if group == Group.PRIORITY else (priority, ordinary - 1)
        word += "P" if group == Group.PRIORITY else "A"
    return word


def test_three_priority_users_then_one_other():
    assert turns(RATIO, 7, 3) == "PPPAPPPAPA"


def test_without_priority_users_the_others_follow_each_other():
    assert turns(RATIO, 0, 3) == "AAA"


def test_priority_users_alone_use_up_no_turns():
    assert run_after(Group.PRIORITY, ordinary=0, run=2) == 0


def test_nobody_waits_nobody_is_called():
    assert next_group(RATIO, at_priority_window=False, priority=0, ordinary=0, run=0) is None


def test_a_priority_window_takes_priority_users():
    assert turns(STRICT, 2, 5, at_priority_window=True) == "PP"


def test_idle_it_takes_others_where_that_is_allowed():
    assert turns(APART, 1, 2, at_priority_window=True) == "PAA"


def test_the_other_windows_leave_priority_users_to_theirs():
    assert turns(APART, 5, 2) == "AAPPPPP"


@pytest.mark.parametrize("windows", [[False], [True], [True, True]])
def test_with_one_kind_of_window_open_the_ratio_holds(windows):
    assert turns(Order("window", 3, False, windows), 4, 2, at_priority_window=windows[0]) == "PPPAPA"


@given(st.integers(1, 5), st.integers(0, 40), st.integers(0, 40), st.integers(0, 5))
def test_nobody_starves(ratio, priority, ordinary, run):
    """Between two others never more than `ratio` priority users are called."""
    called = list(sequence(ratio, range(priority), range(100, 100 + ordinary), run))
    word = "".join("P" if ticket < 100 else "A" for ticket in called)
    before_each = word.rstrip("P").split("A")[:-1] if "A" in word else []
    assert max(map(len, before_each), default=0) <= ratio


@given(st.integers(1, 5), st.integers(0, 40), st.integers(0, 40), st.integers(0, 5))
def test_first_come_first_served_inside_a_group(ratio, priority, ordinary, run):
    called = list(sequence(ratio, range(priority), range(100, 100 + ordinary), run))
    assert [ticket for ticket in called if ticket < 100] == list(range(priority))
    assert [ticket for ticket in called if ticket >= 100] == list(range(100, 100 + ordinary))


@given(st.lists(st.sampled_from("PA")), st.integers(1, 5))
def test_whoever_comes_later_while_calls_go_on_does_not_push_others_back(arrivals, ratio):
    """One call for every arrival: the head of the others sees at most `ratio` priority users go first."""
    priority, ordinary, run, passed = 1, 1, 0, 0
    for arrival in arrivals:
        priority, ordinary = (priority + 1, ordinary) if arrival == "P" else (priority, ordinary + 1)
        order = Order("ratio", ratio, True, [False])
        group = next_group(order, at_priority_window=False, priority=priority, ordinary=ordinary, run=run)
        run = run_after(group, ordinary=ordinary, run=run)
        passed = passed + 1 if group == Group.PRIORITY else 0
        priority, ordinary = (priority - 1, ordinary) if group == Group.PRIORITY else (priority, ordinary - 1)
        if not ordinary:
            passed = 0
        assert passed <= ratio


@given(st.integers(0, 12), st.integers(0, 12), st.booleans(), st.sampled_from([APART, STRICT]))
def test_a_priority_window_takes_others_only_idle_and_allowed(priority, ordinary, run, order):
    group = next_group(order, at_priority_window=True, priority=priority, ordinary=ordinary, run=int(run))
    assert group != Group.ORDINARY or (not priority and order.idle_takes_others)


def test_how_many_are_ahead_by_ratio():
    assert ahead(RATIO, 11, priority=[1, 2, 3, 4], ordinary=[10, 11], run=0) == 5


def test_with_windows_apart_only_the_own_group_is_ahead():
    assert ahead(APART, 11, priority=[1, 2, 3, 4], ordinary=[10, 11], run=0) == 1


def test_the_wait_follows_from_the_windows_that_call():
    assert minutes_to_wait(6, windows=2, rate=20) == 9


def test_without_a_window_nobody_knows_how_long():
    assert minutes_to_wait(6, windows=0, rate=20) is None


def test_apart_a_group_has_its_own_windows():
    assert windows_for(Order("window", 3, True, [True, False, False]), is_priority=False) == 2
