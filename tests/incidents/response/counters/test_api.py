"""Counters over REST."""

import pytest
from django.urls import reverse

from incidents.response.counters.models import Ticket

from .conftest import take_number


@pytest.fixture
def api(client, manager):
    client.force_login(manager)
    return client


def path(counter, name="detail"):
    return reverse(f"api-counter-{name}", args=[counter.pk])


def test_a_counter_with_its_waits(api, counter):
    take_number(counter, "elderly")
    found = api.get(path(counter)).json()
    assert (found["capacity"], found["queue"]["priority"]["waiting"]) == (40, 1)
    assert found["queue"]["ordinary"]["median_waited_s"] is None


def test_counters_are_listed(api, counter):
    assert [row["id"] for row in api.get(reverse("api-counter-list")).json()["results"]] == [counter.pk]


def test_a_stranger_sees_none(api, counter, outsider):
    api.force_login(outsider)
    assert api.get(path(counter)).status_code == 404


def test_tickets_without_addresses(api, counter):
    token = take_number(counter).token
    answer = api.get(path(counter, "tickets"))
    assert answer.json()["results"][0]["code"] == "A001"
    assert token not in answer.text


def test_a_number_is_taken_once(api, counter):
    for _ in range(2):
        api.post(path(counter, "issue"), {"category": "ill", "key": "k"}, content_type="application/json")
    assert Ticket.objects.get().code == "P001"


def test_the_next_is_called(api, counter):
    take_number(counter)
    answer = api.post(path(counter, "next"), {"window": 1, "key": "k"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (200, "A001")


def test_nobody_waits(api, counter):
    answer = api.post(path(counter, "next"), {"window": 1, "key": "k"}, content_type="application/json")
    assert answer.status_code == 204


def test_who_does_not_serve_there_calls_nobody(api, counter, field_staff):
    take_number(counter)
    api.force_login(field_staff)
    answer = api.post(path(counter, "next"), {"window": 1, "key": "k"}, content_type="application/json")
    assert answer.status_code == 403
