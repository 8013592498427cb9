from datetime import timedelta

import pytest

from incidents.monitoring.models import MinuteWindow, PaymentSum, SummedPeriod
from incidents.monitoring.summing import PERIOD, REACH, due_periods, is_due, period_of, sum_due, sum_period
from resources.network.models import Region
from tests.conftest import NOON

START = NOON - timedelta(minutes=30)
END = START + PERIOD


def pay(terminal, ok=1, failed=0, at=START, method="wechat"):
    MinuteWindow.objects.create(minute=at, terminal=terminal, method=method, ok=ok, failed=failed)


def sums(**wanted):
    return {row.region_code: (row.ok, row.failed) for row in PaymentSum.objects.filter(**wanted)}


def test_payments_are_added_up_for_every_region_that_holds_them(make_site):
    pay(make_site("310101-0001").terminals.get(), ok=3, failed=1)
    pay(make_site("310104-0001").terminals.get(), ok=4)
    sum_period(START, NOON)
    assert sums() == {
        "310101": (3, 1),
        "310104": (4, 0),
        "310100": (7, 1),
        "310000": (7, 1),
        "000000": (7, 1),
    }


def test_a_site_right_in_a_city_counts_once(make_site):
    pay(make_site("310100-0001", region_id="310100").terminals.get(), ok=3)
    sum_period(START, NOON)
    assert sums() == {"310100": (3, 0), "310000": (3, 0), "000000": (3, 0)}


def test_a_district_of_no_city_counts_once_for_the_province(make_site):
    Region.objects.create(code="310001", name="某区")
    pay(make_site("310001-0001").terminals.get(), ok=3)
    sum_period(START, NOON)
    assert sums() == {"310001": (3, 0), "310000": (3, 0), "000000": (3, 0)}


def test_methods_are_kept_apart(terminal):
    pay(terminal, ok=3)
    pay(terminal, ok=5, method="cash")
    sum_period(START, NOON)
    assert sums(method="cash", region_code="000000") == {"000000": (5, 0)}


def test_what_lies_outside_is_left_to_its_own_period(terminal):
    pay(terminal, at=END)
    sum_period(START, NOON)
    assert sums() == {}


def test_adding_up_again_takes_late_reports_in(terminal):
    sum_period(START, NOON)
    pay(terminal, ok=2)
    sum_period(START, NOON)
    assert sums(region_code="000000") == {"000000": (2, 0)}


def test_a_period_begins_at_a_full_ten_minutes():
    assert period_of(NOON + timedelta(minutes=19, seconds=59)) == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("summed", "now", "due"),
    [
        (None, END, True),
        (START, START + timedelta(minutes=9), True),
        (END, END + timedelta(minutes=1), False),
        (END, END + timedelta(minutes=2), True),
        (END + timedelta(minutes=3), END + timedelta(minutes=59), False),
        (END + timedelta(minutes=3), END + timedelta(hours=1), True),
        (END + timedelta(hours=6), END + timedelta(hours=20), False),
    ],
)
def test_a_period_is_looked_at_again_while_late_reports_may_come(summed, now, due):
    assert is_due(START, summed, now) is due


def test_after_a_standstill_the_newest_comes_first(db):
    assert due_periods(NOON)[:2] == [NOON, NOON - PERIOD]


def test_a_turn_without_time_adds_up_one_period(db):
    assert sum_due(NOON, budget=0) == 1


def test_nothing_is_added_up_twice_in_vain(db):
    sum_due(NOON)
    assert due_periods(NOON) == [NOON]


def test_every_period_is_noted(db):
    sum_due(NOON)
    assert SummedPeriod.objects.count() == REACH / PERIOD
