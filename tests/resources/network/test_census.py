"""Terminals are counted by region and condition for everybody at once; of a large network the count is kept for moments."""

from datetime import timedelta

import pytest

from resources.network import census
from resources.network.models import Terminal
from resources.network.sweeps import count_terminals
from tests.conftest import NOON


@pytest.fixture
def sites(make_site):
    return make_site(terminals=3), make_site("320102-0001", terminals=2, opening_hours="14:00-17:00")


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(census, "KEPT_FROM", 1)


def lines(prefixes=("",), now=NOON):
    return [(line.region, line.condition, line.number, line.closed) for line in census.census(now).within(prefixes)]


def test_regions_are_counted_by_condition(sites):
    assert sorted(lines()) == [("310101", "unknown", 3, 0), ("320102", "unknown", 2, 2)]


def test_somebody_sees_the_lines_of_their_regions(sites):
    assert lines(["31"]) == [("310101", "unknown", 3, 0)]


def test_who_sees_nothing_has_no_lines(sites):
    assert lines([]) == []


def test_what_is_retired_does_not_count(sites):
    Terminal.objects.filter(site=sites[0]).update(status="retired")
    assert lines(["31"]) == []


def test_a_small_network_is_counted_each_time(sites, django_assert_num_queries):
    lines()
    with django_assert_num_queries(2):
        lines()


def test_the_count_of_a_large_one_is_kept(sites, large, django_assert_num_queries):
    lines()
    with django_assert_num_queries(0):
        lines()


@pytest.mark.parametrize("later", [census.AGE, timedelta(seconds=-1)])
def test_but_not_for_long(sites, large, django_assert_num_queries, later):
    lines()
    with django_assert_num_queries(2):
        lines(now=NOON + later)


def test_the_sweep_counts_before_somebody_asks(sites, large, clock, django_assert_num_queries):
    assert count_terminals() == 5
    with django_assert_num_queries(0):
        lines()
