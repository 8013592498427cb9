"""What people are to be told, from the memo to the inbox."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils.translation import gettext_lazy

from incidents.escalation.actions.carrying import carry_next
from incidents.escalation.models import Heartbeat, OutboxMessage
from incidents.escalation.sweeps import carry_memos
from resources.staff.memos import tell
from resources.staff.models import Memo
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def told(person):
    return list(OutboxMessage.objects.filter(recipient=person).order_by("channel").values_list("channel", "title"))


def test_arrives_in_the_app_and_by_mail(manager):
    tell([manager], key="k", title="请确认交接", link="/staff/", now=NOON)
    assert carry_next(NOON) == 1
    assert told(manager) == [("email", "请确认交接"), ("in_app", "请确认交接")]


def test_arrives_once(manager):
    tell([manager], key="k", title="题", now=NOON), carry_next(NOON)
    tell([manager], key="k", title="题", now=NOON)
    assert (carry_next(NOON), Memo.objects.count()) == (0, 1)


def test_the_same_key_tells_each_person(manager, commander):
    tell([manager, commander, manager], key="k", title="题", now=NOON)
    assert carry_next(NOON) == 2


def test_without_an_address_it_arrives_in_the_app_alone(make_person):
    person = make_person("nomail")
    person.email = ""
    person.save()
    tell([person], key="k", title="题", now=NOON), carry_next(NOON)
    assert told(person) == [("in_app", "题")]


def test_it_is_nobody_elses_business_in_a_group(make_person, make_account):
    make_account("wecom")
    person = make_person("nomail")
    person.email = ""
    person.save()
    tell([person], key="k", title="培训将到期", now=NOON), carry_next(NOON)
    assert told(person) == [("in_app", "培训将到期")]


def test_a_closed_account_is_not_told(make_person):
    tell([make_person("gone", is_active=False)], key="k", title="题", now=NOON)
    assert not Memo.objects.exists()


def test_is_filled_in_the_system_s_language(manager):
    tell([manager], key="k", title=gettext_lazy("请%(target)s"), params={"target": gettext_lazy("总指挥")}, now=NOON)
    assert Memo.objects.get().title == "请总指挥"


def test_the_sweep_has_a_pulse(manager):
    tell([manager], key="k", title="题", now=NOON)
    assert carry_memos() == 1
    assert Heartbeat.objects.get(name="carry_memos").detail == {"carried": 1}


def test_the_inbox_shows_it_and_its_link_opens(client, manager):
    tell([manager], key="k", title="请确认交接", link="/staff/preferences/", now=NOON), carry_next(NOON)
    client.force_login(manager)
    assert "请确认交接" in client.get("/messages/").text
    message = OutboxMessage.objects.get(channel="in_app")
    assert client.post(f"/messages/{message.pk}/open/").url == "/staff/preferences/"


def test_an_inbox_of_memos_costs_the_same_at_two_sizes(client, manager, django_assert_max_num_queries):
    for number in range(20):
        tell([manager], key=f"k{number}", title="题", now=NOON + timedelta(minutes=number))
    carry_next(NOON), client.force_login(manager)
    with django_assert_max_num_queries(14):
        client.get("/messages/")


@pytest.mark.django_db(transaction=True)
def test_many_carriers_at_once_carry_each_memo_once(make_person):
    people = [make_person(f"p{number}") for number in range(6)]
    for number in range(10):
        tell(people, key=f"k{number}", title="题", now=NOON)

    def carry(_number):
        try:
            return carry_next(NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as carriers:
        assert sum(carriers.map(carry, range(4))) == 60
    assert OutboxMessage.objects.filter(channel="in_app").count() == 60
