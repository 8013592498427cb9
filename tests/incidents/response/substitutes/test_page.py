"""The page of one substitute."""

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.response import actions
from incidents.response.choices import SubstituteStatus
from incidents.response.models import Substitute
from incidents.response.queries import history_of


@pytest.fixture
def substitute(responding, field_staff):
    site = responding.terminals.first().terminal.site
    return actions.request_substitute(
        responding, "hotline", "12345", actor=field_staff, now=now_clock.now(), site=site, capacity=10
    )


def page_of(substitute):
    return reverse("incidents:substitute", args=[substitute.incident.number, substitute.pk])


def move(client, substitute, name, **data):
    path = reverse(f"incidents:{name}", args=[substitute.incident.number, substitute.pk])
    return client.post(f"{path}?from_substitute=1", data)


def test_it_shows_its_history_and_its_capacity(client, substitute, manager):
    client.force_login(manager)
    text = client.get(page_of(substitute)).text
    assert "申请替代方案：应急热线，12345。" in text
    assert "每小时约10人" in text


def test_a_stranger_finds_nothing(client, substitute, outsider):
    client.force_login(outsider)
    assert client.get(page_of(substitute)).status_code == 404


def test_an_auditor_reads_without_buttons(client, substitute, auditor):
    client.force_login(auditor)
    assert "dialog-serve" not in client.get(page_of(substitute)).text


def test_moves_of_the_page_lead_back_to_it(client, substitute, field_staff):
    client.force_login(field_staff)
    assert move(client, substitute, "ready", text="话务员已到岗").url == page_of(substitute)


def test_what_shows_that_it_is_ready_stands_in_the_history(client, substitute, field_staff):
    client.force_login(field_staff)
    move(client, substitute, "ready", text="话务员已到岗")
    assert "话务员已到岗" in client.get(page_of(substitute)).text


def test_its_capacity_is_stated_anew(client, substitute, field_staff):
    client.force_login(field_staff)
    move(client, substitute, "capacity", capacity=40)
    substitute.refresh_from_db()
    assert substitute.capacity == 40


def test_withdrawn_it_offers_nothing(client, substitute, field_staff):
    actions.withdraw_substitute(substitute, actor=field_staff, now=now_clock.now())
    client.force_login(field_staff)
    assert "data-dialog" not in client.get(page_of(substitute)).text


def test_the_history_of_another_one_is_not_its_own(client, substitute, responding, manager):
    actions.request_substitute(responding, "online", "网站", actor=manager, now=now_clock.now())
    client.force_login(manager)
    assert "网站" not in client.get(page_of(substitute)).text.split("变更记录")[1]


def test_its_history_comes_along_when_incidents_are_merged(substitute, responding, make_warning, make_site, manager):
    target = actions.open_from_warning(make_warning(make_site("310101-0007")), now_clock.now())
    actions.merge_into(responding, target, actor=manager, now=now_clock.now())
    moved = Substitute.objects.get(pk=substitute.pk)
    assert [entry.code for entry in history_of(moved)] == ["substitute_requested"]


def test_the_incident_page_says_what_is_missing(client, responding, substitute, manager):
    Substitute.objects.update(status=SubstituteStatus.SERVING)
    client.force_login(manager)
    gap = responding.affected_users - 10
    assert f"缺口约{gap}人/小时" in client.get(reverse("incidents:detail", args=[responding.number])).text
