from datetime import timedelta

import pytest

from emergency_ops.wall.queries.payments import PERIODS, payments
from incidents.monitoring.summing import sum_due

EVERYTHING = ("",)


def method(found, name="wechat"):
    return next(day for day in found.methods if day.method == name)


def test_a_day_of_ten_minutes_each(now, terminal, pay):
    pay(terminal, ok=3, failed=1, ago=timedelta(minutes=15))
    sum_due(now)
    day = method(payments(EVERYTHING, now))
    assert (len(day.periods), day.periods[-3:]) == (PERIODS, [(3, 1), (0, 0), (0, 0)])


def test_where_nobody_paid_there_is_a_gap(now, terminal, pay):
    pay(terminal)
    sum_due(now)
    assert method(payments(EVERYTHING, now)).values[:-2] == [None] * (PERIODS - 2)


def test_now_is_the_last_half_hour(now, terminal, pay):
    pay(terminal, ok=8, failed=2, ago=timedelta(minutes=20))
    pay(terminal, ok=0, failed=9, ago=timedelta(hours=2))
    sum_due(now)
    assert method(payments(EVERYTHING, now)).now == pytest.approx(0.8)


def test_only_the_regions_asked_for_count(now, make_site, pay):
    pay(make_site("310101-0001").terminals.get(), ok=5)
    pay(make_site("320102-0001").terminals.get(), ok=7)
    sum_due(now)
    assert method(payments(("31",), now)).tried == 5


def test_two_regions_are_added(now, make_site, pay):
    pay(make_site("310101-0001").terminals.get(), ok=5)
    pay(make_site("320102-0001").terminals.get(), ok=7)
    sum_due(now)
    assert method(payments(("3101", "32"), now)).tried == 12


def test_the_four_busiest_methods_are_shown(now, terminal, pay):
    for count, name in enumerate("abcde", start=1):
        pay(terminal, ok=count, method=name)
    sum_due(now)
    assert [day.method for day in payments(EVERYTHING, now).methods] == ["b", "c", "d", "e"]


def test_without_rules_the_limit_is_five_per_cent(now):
    assert payments(EVERYTHING, now).threshold == 0.05
