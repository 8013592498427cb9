"""Clerks who press at once, and visitors who come at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from incidents.response.counters.actions import calling
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
