"""Calling numbers at a counter, as a clerk does: by keyboard, over a line that breaks."""

import pytest
from django.urls import reverse

from incidents.response.counters.models import Ticket, TicketCall
from tests.incidents.response.conftest import (  # noqa: F401
    confirmed,
    incident,
    installed,
    make_warning,
    responding,
)
from tests.incidents.response.counters.conftest import (  # noqa: F401
    counter,
    make_counter,
    substitute,
    take_number,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clock():
    """The browser's time goes on, so the server's does."""


@pytest.fixture
def page(visit, counter, manager):  # noqa: F811
    for _ in range(3):
        take_number(counter)
    return visit(manager, reverse("incidents:counter_window", args=[counter.substitute.incident.number, counter.pk, 1]))


def test_the_keyboard_calls_and_calls_again(page):
    page.keyboard.press("Space")
    page.wait_for_selector("text=A001")
    page.keyboard.press("r")
    page.wait_for_selector("text=已重呼1次")
    assert page.complaints == []


def test_a_press_whose_answer_was_lost_is_told_when_the_server_is_back(page):
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/next/", lose_the_answer)
    page.click("[data-key-next]")
    page.locator(".call__number", has_text="A001").wait_for()
    assert (TicketCall.objects.count(), Ticket.objects.filter(state="called").count()) == (1, 1)


def test_the_screen_follows_by_itself(page, chromium, live_server, counter):  # noqa: F811
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    screen = context.new_page()
    screen.goto(live_server.url + reverse("counter_screen", args=[counter.screen_token]))
    page.click("[data-key-next]")
    screen.wait_for_selector("text=A001", timeout=5000)
    context.close()


def test_a_visitor_takes_a_number_without_logging_in_and_leaves(chromium, live_server, counter):  # noqa: F811
    with chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN") as visitor:
        page = visitor.new_page()
        page.goto(live_server.url + reverse("counter_take", args=[counter.take_token]))
        page.click("button[type=submit]")
        page.wait_for_selector("text=A001")
        page.click("form[action$='/leave/'] button")
        page.wait_for_load_state()
    assert Ticket.objects.get().state == "left"
