"""The page on which a clerk calls."""

import pytest
from django.urls import reverse

from incidents.response.counters.models import Ticket, Window

from .conftest import take_number


@pytest.fixture
def at(counter, client, manager):
    """at("counter_next", key="k"): posts to window 1 as the manager; at.get() shows its page."""
    client.force_login(manager)

    class Page:
        def path(self, name="counter_window", *more):
            return reverse(f"incidents:{name}", args=[counter.substitute.incident.number, counter.pk, 1, *more])

        def get(self, name="counter_window", **headers):
            return client.get(self.path(name), headers=headers)

        def __call__(self, name, headers=None, **data):
            return client.post(self.path(name), data, headers=headers)

    return Page()


def test_one_press_calls_the_next(at, come):
    come("A")
    at("counter_next", key="k")
    assert "A001" in at.get().text


def test_htmx_gets_the_windows_part_alone(at, come):
    come("P")
    text = at("counter_next", key="k", headers={"HX-Request": "true"}).text
    assert "P001" in text
    assert "<html" not in text


def test_every_answer_brings_a_new_key(at):
    keys = {at.get().context["key"] for _ in range(2)}
    assert len(keys) == 2


def test_nobody_waits_it_says_so(at):
    assert "没有可叫的号码" in at("counter_next", key="k", headers={"HX-Request": "true"}).text


def test_without_a_key_nothing_is_called(at, come):
    come("A")
    assert at("counter_next").status_code == 400


def test_a_key_that_is_too_long_calls_nobody(at, come):
    come("A")
    assert at("counter_next", key="k" * 41).status_code == 400


def test_a_number_beyond_all_bounds_is_refused(at):
    assert at("counter_serve", ticket="9" * 5000).status_code == 409


@pytest.fixture
def called(at, come):
    ticket = come("A")[0]
    at("counter_next", key="k")
    return ticket


def state(ticket):
    ticket.refresh_from_db()
    return ticket.state


def test_done(at, called):
    at("counter_serve", ticket=called.pk)
    assert state(called) == "served"


def test_passed_over_and_put_back(at, called):
    for name in ("counter_recall", "counter_recall", "counter_miss"):
        at(name, ticket=called.pk)
    missed = state(called)
    at("counter_put-back", ticket=called.pk)
    assert (missed, state(called)) == ("missed", "waiting")


def test_sent_to_the_other_window(at, called):
    at("counter_transfer", ticket=called.pk, to=2)
    called.refresh_from_db()
    assert called.for_window.number == 2


def test_paused_and_opened(at):
    at("counter_pause", open=0)
    paused = Window.objects.get(number=1).is_open
    at("counter_pause", open=1)
    assert (paused, Window.objects.get(number=1).is_open) == (False, True)


def test_a_ticket_of_another_counter_does_not_exist_here(at, counter):
    assert at("counter_serve", ticket=take_number(counter).pk + 1).status_code == 404


def test_nonsense_is_answered_in_words(at, called):
    assert at("counter_serve", ticket="x").status_code == 409


def test_who_does_not_serve_there_sees_no_page(at, client, field_staff):
    client.force_login(field_staff)
    assert at.get().status_code == 403


def test_a_stranger_does_not_know_of_it(at, client, outsider):
    client.force_login(outsider)
    assert at.get().status_code == 404


def count(assert_queries, at):
    with assert_queries(28):
        assert at.get("counter_waiting").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_queue(at, counter, django_assert_max_num_queries):
    for _ in range(30):
        take_number(counter, "elderly")
        take_number(counter)
    count(django_assert_max_num_queries, at)


def test_a_call_is_short(at, counter, come, manager, django_assert_max_num_queries):
    come(*"APAPAP")
    with django_assert_max_num_queries(40):
        at("counter_next", key="k", headers={"HX-Request": "true"})
    assert Ticket.objects.filter(state="called").count() == 1
