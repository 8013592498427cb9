"""How long people wait, by group."""

from datetime import timedelta

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.response.counters.queries import figures_of, figures_of_incident

MINUTE = timedelta(minutes=1)


@pytest.fixture
def waited(come, press, first, clock):
    """Two others waited 2 and 12 minutes, a priority user 3; a third of the others waits since then."""
    come("A", "P")
    clock.shift(2 * MINUTE)
    press(first)  # the priority user
    come("A")
    clock.shift(10 * MINUTE)
    press(first)
    press(first)
    come("A")
    clock.shift(5 * MINUTE)


def test_the_median_of_the_day_is_of_those_who_were_called(waited, counter):
    both = figures_of([counter.pk], now_clock.now())[counter.pk]
    assert (both.priority.day, both.ordinary.day) == (2 * MINUTE, 11 * MINUTE)


def test_the_median_now_is_of_those_who_wait(waited, counter):
    both = figures_of([counter.pk], now_clock.now())[counter.pk]
    assert (both.priority.now, both.ordinary.now, both.ordinary.waiting) == (None, 5 * MINUTE, 1)


def test_yesterday_does_not_count(waited, counter, clock):
    clock.shift(timedelta(days=1))
    assert figures_of([counter.pk], now_clock.now())[counter.pk].waiting == 0


def test_an_incident_counts_all_of_its_counters(waited, counter):
    both = figures_of_incident(counter.substitute.incident, now_clock.now())
    assert (both.ordinary.day, both.ordinary.served, both.priority.served) == (11 * MINUTE, 1, 1)


def test_one_query_for_any_number_of_counters(waited, counter, django_assert_num_queries):
    with django_assert_num_queries(1):
        figures_of([counter.pk, counter.pk + 1, counter.pk + 2], now_clock.now())


def test_the_incidents_page_shows_them(waited, client, manager, counter):
    client.force_login(manager)
    number = counter.substitute.incident.number
    assert "11分钟" in client.get(reverse("incidents:counter_waits", args=[number])).text
