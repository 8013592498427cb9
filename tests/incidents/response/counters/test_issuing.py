"""Numbers: by counter and day, without gaps."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid, Refused
from incidents.response import actions
from incidents.response.counters.actions import issuing
from incidents.response.counters.models import Ticket

from .conftest import take_number


def test_each_group_is_numbered_by_itself(come):
    assert [ticket.code for ticket in come("A", "P", "A", "P")] == ["A001", "P001", "A002", "P002"]


def test_every_day_begins_with_one(counter, come, clock):
    come("A", "A")
    clock.shift(timedelta(days=1))
    assert come("A")[0].code == "A001"


def test_the_same_request_gets_the_same_number(counter):
    assert take_number(counter, key="x").pk == take_number(counter, key="x").pk


def test_only_the_declared_category_and_the_needs_are_kept(counter):
    ticket = take_number(counter, "infant", needs=["wheelchair"])
    assert (ticket.category, ticket.needs, ticket.is_priority) == ("infant", ["wheelchair"], True)


@pytest.mark.parametrize("wish", [{"category": "vip"}, {"needs": ["tea"]}, {"key": "k" * 41}])
def test_what_is_not_known_is_refused(counter, wish):
    with pytest.raises(Invalid):
        take_number(counter, **wish)


def test_a_counter_that_was_withdrawn_gives_no_numbers(counter, manager):
    actions.withdraw_substitute(
        counter.substitute, actor=manager, now=now_clock.now(), overruled="演示", text="故障恢复"
    )
    with pytest.raises(Refused, match="已撤除"):
        take_number(counter)


def test_who_leaves_is_not_called(counter, come, press, first):
    issuing.leave(come("A", "A")[0], now=now_clock.now())
    assert press(first) == "A002"


def test_who_was_served_cannot_leave_any_more(come, press, first):
    ticket = come("A")[0]
    press(first)
    press(first, "again")
    assert issuing.leave(ticket, now=now_clock.now()).state == "served"
    assert Ticket.objects.count() == 1
