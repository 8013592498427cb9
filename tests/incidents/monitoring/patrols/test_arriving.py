"""The site's label says when somebody was there."""

import pytest
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden, Refused
from incidents.monitoring.patrols.arriving import arrive
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("clock")


def test_who_scans_has_arrived_once(make_round, field_staff):
    one = make_round()
    first = arrive(one, actor=field_staff, now=NOON)
    assert arrive(one, actor=field_staff, now=NOON) == first
    assert one.events.filter(kind="arrived").count() == 1


def test_another_who_helps_has_arrived_too(make_round, field_staff, second):
    one = make_round()
    for person in (field_staff, second):
        arrive(one, actor=person, now=NOON)
    assert one.events.filter(kind="arrived").count() == 2


def test_nobody_arrives_on_a_round_that_is_over(make_round, field_staff):
    with pytest.raises(Refused) as refusal:
        arrive(make_round(state="done"), actor=field_staff, now=NOON)
    assert refusal.value.code == "round_not_open"


def test_who_does_not_go_round_does_not_arrive(make_round, auditor):
    with pytest.raises(Forbidden):
        arrive(make_round(), actor=auditor, now=NOON)


def test_the_page_asks_for_one_touch_after_the_label_was_scanned(client, make_round, field_staff):
    one = make_round()
    client.force_login(field_staff)
    shown = client.get(reverse("patrols:round", args=[one.token]), {"site": one.site.code}).content.decode()
    assert "已扫网点标签：登记到场" in shown
    assert client.post(reverse("patrols:arrive", args=[one.token])).status_code == 302
