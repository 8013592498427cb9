"""What the public sees without logging in."""

from datetime import timedelta
from time import sleep

import pytest
from django.core.cache import cache
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.counters.actions.setting_up import open_window
from incidents.response.counters.models import Ticket
from incidents.response.counters.views.public import MOST_NUMBERS

NOW = now_clock.now


def phone(client, ticket, **query):
    return client.get(reverse("counter_ticket", args=[ticket.token]), {"lang": "zh-hans", **query}).text


def screen(client, counter, **query):
    return client.get(reverse("counter_screen", args=[counter.screen_token]), {"lang": "zh-hans", **query}).text


@pytest.fixture
def withdrawn(counter, come, manager):
    """Two waited when the counter was withdrawn."""
    tickets = come("A", "P")
    counter.instead = "请到二楼窗口。"
    counter.save()
    actions.withdraw_substitute(counter.substitute, actor=manager, now=NOW(), overruled="演示")
    return tickets


# ---- the ticket on a phone


def test_a_phone_shows_how_many_are_ahead_and_how_long(client, come):
    text = phone(client, come("A", "A", "A")[2])
    assert "前面还有 <b>2</b> 人" in text
    assert "约 3 分钟" in text


def test_priority_users_come_first_on_phones_too(client, come):
    assert "前面还有 <b>2</b> 人" in phone(client, come("A", "A", "P")[1])


def test_a_called_number_says_where_to_go(client, come, press, second):
    ticket = come("A")[0]
    press(second)
    assert "请到 2 号窗口" in phone(client, ticket)


def test_while_every_window_pauses_nobody_knows_how_long(client, come, first, second, manager):
    for window in (first, second):
        open_window(window, is_open=False, actor=manager, now=NOW())
    assert "窗口暂停中" in phone(client, come("A", "A")[1])


def test_who_leaves_is_out_of_the_line(client, come):
    ticket = come("A")[0]
    client.post(reverse("counter_leave", args=[ticket.token]))
    assert "已取消排队" in phone(client, ticket)


def test_yesterdays_number_is_over(client, come, clock):
    ticket = come("A")[0]
    clock.shift(timedelta(days=1))
    assert "号码已过期" in phone(client, ticket)


def test_withdrawn_a_phone_tells_where_to_go_instead(client, withdrawn):
    assert "请到二楼窗口。" in phone(client, withdrawn[0])


def test_an_address_that_nobody_was_given_does_not_exist(client, counter):
    assert client.get(reverse("counter_ticket", args=["nonsense"])).status_code == 404


def test_the_part_that_moves_comes_alone(client, come):
    assert "<html" not in phone(client, come("A")[0], part="1")


def test_nothing_of_it_is_kept_by_others(client, come):
    answer = client.get(reverse("counter_ticket", args=[come("A")[0].token]))
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "same-origin")


# ---- taking a number on a phone


def take(client, counter, **data):
    return client.post(reverse("counter_take", args=[counter.take_token]), data)


def test_a_phone_takes_a_number(client, counter):
    answer = take(client, counter, category="ill", needs=["hearing"])
    ticket = Ticket.objects.get()
    assert (answer.url, ticket.code, ticket.source) == (
        reverse("counter_ticket", args=[ticket.token]), "P001", "phone",
    )  # fmt: skip


def test_sent_twice_it_is_one_number(client, counter):
    assert take(client, counter, key="k").url == take(client, counter, key="k").url


def test_a_joker_does_not_empty_the_roll(client, counter):
    cache.clear()
    answers = [take(client, counter).status_code for _ in range(MOST_NUMBERS + 1)]
    assert answers == [302] * MOST_NUMBERS + [409]


def test_who_takes_a_number_now_and_then_is_no_joker(client, counter, monkeypatch):
    cache.clear()
    monkeypatch.setattr("incidents.response.counters.views.public.MOST_NUMBERS", 2)
    monkeypatch.setattr("incidents.response.counters.views.public.WITHIN_SECONDS", 1)
    answers = []
    for _ in range(4):
        answers.append(take(client, counter).status_code)
        sleep(0.7)
    assert answers == [302] * 4


def test_the_ticket_stays_in_the_language_that_was_chosen(client, counter):
    url = f"{reverse('counter_take', args=[counter.take_token])}?lang=en"
    assert client.post(url, {"key": "k"}).url.endswith("?lang=en")


@pytest.mark.parametrize("path", ["/q/%00/", "/q/t/%00/", "/q/s/%00/", "/q/t/%00/leave/", "/e/%00", "/a/%00"])
def test_an_address_with_a_nul_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_before_it_is_ready_no_numbers_are_offered(client, substitute, counter):
    type(substitute).objects.update(status="requested")
    page = client.get(reverse("counter_take", args=[counter.take_token]), {"lang": "zh-hans"})
    assert "尚未开始取号" in page.text


# ---- the screen


def test_the_screen_says_who_goes_where(client, counter, come, press, second):
    come("P")
    press(second)
    text = screen(client, counter)
    assert "优P001" in text
    assert "2号窗口" in text


def test_a_drill_is_marked(client, counter):
    type(counter.substitute.incident).objects.update(is_drill=True)
    assert "演练" in screen(client, counter)


def test_withdrawn_the_screen_tells_where_to_go_instead(client, withdrawn, counter):
    text = screen(client, counter, part="1")
    assert "窗口已停止服务" in text
    assert "请到二楼窗口。" in text


def test_the_screens_queries_do_not_grow(client, counter, come, press, first, django_assert_max_num_queries):
    come(*"AAPPAAPP")
    for _ in range(5):
        press(first)
    with django_assert_max_num_queries(7):
        screen(client, counter, part="1")
