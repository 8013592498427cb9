"""Calling: in turn, once, by whoever serves there."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Refused
from incidents.response.counters.actions import calling
from incidents.response.counters.actions.setting_up import open_window
from incidents.response.counters.models import Ticket

from .conftest import window

NOW = now_clock.now


def test_three_priority_users_then_one_other(come, press, first):
    come(*"AAPPPPP")
    assert [press(first) for _ in range(7)] == ["P001", "P002", "P003", "A001", "P004", "P005", "A002"]


def test_the_turns_are_the_counters_not_the_windows(come, press, first, second):
    come(*"APPPP")
    assert [press(first), press(second), press(first), press(second)] == ["P001", "P002", "P003", "A001"]


def test_nobody_waits_nobody_is_called(press, first):
    assert press(first) is None


def test_the_next_press_ends_the_ticket_before(come, press, first):
    ticket = come("A", "A")[0]
    press(first)
    press(first)
    ticket.refresh_from_db()
    assert ticket.state == "served"


def test_the_same_press_again_gets_the_same_ticket(come, press, first):
    come("A", "A")
    assert (press(first, "k"), press(first, "k")) == ("A001", "A001")


def test_a_paused_window_calls_nobody(come, press, second, manager):
    come("A")
    open_window(second, is_open=False, actor=manager, now=NOW())
    with pytest.raises(Refused, match="已暂停"):
        press(second)


def test_a_priority_window_leaves_others_waiting_where_it_must(make_counter, come, press):
    counter = make_counter(priority_mode="window", priority_windows=1, idle_takes_others=False)
    come("A")
    assert (press(window(counter, 1)), press(window(counter, 2))) == (None, "A001")


def test_who_does_not_serve_there_calls_nobody(come, first, field_staff):
    come("A")
    with pytest.raises(Forbidden):
        calling.call_next(first, "k", actor=field_staff, now=NOW())


@pytest.fixture
def called(come, press, first):
    ticket = come("A")[0]
    press(first)
    ticket.refresh_from_db()
    return ticket


def again(ticket, actor, times):
    for _ in range(times):
        calling.recall(ticket, actor=actor, now=NOW())


def test_a_number_is_not_passed_over_before_two_more_calls(called, manager):
    again(called, manager, 1)
    with pytest.raises(Refused, match="重呼2次"):
        calling.miss(called, actor=manager, now=NOW())


def test_after_two_it_is(called, manager):
    again(called, manager, 2)
    assert calling.miss(called, actor=manager, now=NOW()).state == "missed"


def test_who_is_put_back_comes_after_three_others(called, manager, come, press, first, clock):
    again(called, manager, 2)
    calling.miss(called, actor=manager, now=NOW())
    for _ in range(4):
        clock.shift(timedelta(seconds=10))
        come("A")
    calling.put_back(called, actor=manager, now=NOW())
    assert [press(first) for _ in range(5)] == ["A002", "A003", "A004", "A001", "A005"]


def test_the_first_call_ends_the_wait_for_good(called, manager, clock):
    called_at = called.called_first_at
    clock.shift(timedelta(minutes=3))
    again(called, manager, 1)
    called.refresh_from_db()
    assert (called.called_first_at, called.called_at) == (called_at, NOW())


def test_a_ticket_that_waits_is_not_done(come, manager):
    with pytest.raises(Refused):
        calling.serve(Ticket.objects.get(pk=come("A")[0].pk), actor=manager, now=NOW())


def test_the_other_window_calls_next_whoever_was_sent_there(called, second, manager, come, press):
    come("P")
    calling.transfer(called, second, actor=manager, now=NOW())
    assert press(second) == "A001"


def test_a_paused_window_gives_back_whom_it_was_sent(called, second, manager, press, first):
    calling.transfer(called, second, actor=manager, now=NOW())
    open_window(second, is_open=False, actor=manager, now=NOW())
    assert press(first) == "A001"


def test_whoever_was_sent_to_a_window_that_closed_at_that_moment_is_called_at_any(
    called, second, manager, press, first
):
    calling.transfer(called, second, actor=manager, now=NOW())
    second.closed_at = NOW()
    second.save()
    assert press(first) == "A001"


def test_a_window_does_not_pause_while_it_has_somebody(called, first, manager):
    with pytest.raises(Refused, match="正在办理"):
        open_window(first, is_open=False, actor=manager, now=NOW())


def test_yesterdays_number_is_not_worked_on(called, manager, clock):
    clock.shift(timedelta(days=1))
    with pytest.raises(Refused, match="已经失效"):
        calling.serve(called, actor=manager, now=NOW())
