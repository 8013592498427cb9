"""Clerks who press at once, and visitors who come at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from incidents.response.actions import substitutes
from incidents.response.counters.actions import calling
from incidents.response.counters.actions.setting_up import open_window
from incidents.response.counters.models import Ticket, TicketCall

from .conftest import take_number, window

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def presser(counter, number, clerk):
    """What presses a window's button, always with the same key."""
    at = window(counter, number)
    return lambda: calling.call_next(at, "key", actor=clerk, now=now_clock.now())


def test_windows_that_press_at_once_never_get_the_same_ticket(make_counter, manager):
    counter = make_counter(windows=6)
    for category in ("", "elderly", "") * 4:
        take_number(counter, category)
    called = at_once(*(presser(counter, number, manager) for number in range(1, 7)))
    assert len({ticket.pk for ticket in called}) == 6


def test_the_ratio_holds_when_all_press_at_once(make_counter, manager):
    counter = make_counter(windows=8)
    for category in ("elderly",) * 8 + ("",) * 8:
        take_number(counter, category)
    at_once(*(presser(counter, number, manager) for number in range(1, 9)))
    assert Ticket.objects.filter(state="called", is_priority=True).count() == 6


def test_one_press_sent_four_times_calls_once(make_counter, manager):
    counter = make_counter()
    take_number(counter)
    take_number(counter)
    press = presser(counter, 1, manager)
    assert {ticket.code for ticket in at_once(press, press, press, press)} == {"A001"}
    assert TicketCall.objects.count() == 1


def test_numbers_taken_at_once_have_no_gaps(make_counter):
    counter = make_counter()
    at_once(*(lambda: take_number(counter) for _ in range(8)))
    assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_one_request_sent_four_times_takes_one_number(make_counter):
    counter = make_counter()
    assert len({ticket.pk for ticket in at_once(*(lambda: take_number(counter, key="same") for _ in range(4)))}) == 1


def test_nobody_waits_at_a_counter_that_was_withdrawn_meanwhile(make_counter, manager):
    counter = make_counter()

    def come():
        with suppress(Refused):
            take_number(counter)

    def withdraw():
        substitutes.withdraw_substitute(counter.substitute, actor=manager, now=now_clock.now(), overruled="演示")

    at_once(come, come, withdraw, come, come)
    assert not Ticket.objects.filter(state="waiting").exists()


def test_pausing_and_calling_at_once_do_not_block_each_other(make_counter, manager):
    counter = make_counter(windows=3)
    for _ in range(6):
        take_number(counter)
    sent = calling.call_next(window(counter, 1), "first", actor=manager, now=now_clock.now())
    sent.queue.counter = counter
    calling.transfer(sent, window(counter, 2), actor=manager, now=now_clock.now())
    pause = lambda: open_window(window(counter, 2), is_open=False, actor=manager, now=now_clock.now())  # noqa: E731
    at_once(pause, presser(counter, 1, manager), presser(counter, 3, manager))
    assert Ticket.objects.filter(state="called").count() == 2
