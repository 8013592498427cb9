from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.dashboard import queries
from emergency_ops.dashboard.views import situation
from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from emergency_ops.wall.queries.health import health
from incidents.escalation.models import Heartbeat, OutboxMessage
from incidents.escalation.sample import load as load_policy
from incidents.escalation.status import scheduled
from incidents.response.actions.opening import Finding, create
from incidents.response.desk import unclosed
from incidents.response.models import Incident


@pytest.fixture
def open_incident(clock, manager, make_site):
    """open_incident("310101-0001"): an incident opened by hand on the first terminal of a new site."""

    def make(code):
        moment = now()
        load_policy(moment)
        site = make_site(code)
        return create_for(site, manager, moment)

    return make


def now():
    return clock.now()


def create_for(site, actor, moment):
    return create(actor, moment, Finding([], [site.code], "hardware", moment, "", ""))


def test_running_incidents_are_counted(manager, open_incident):
    open_incident("310101-0001")
    assert queries.tally(manager, now()).running == 1


def test_an_incident_without_a_substitute_after_30_minutes_is_late(manager, open_incident, clock):
    open_incident("310101-0001")
    clock.shift(timedelta(minutes=31))
    assert queries.tally(manager, now()).late == 1


def test_an_outsider_sees_none(outsider, open_incident):
    open_incident("310101-0001")
    assert queries.tally(outsider, now()).running == 0


def test_the_clock_that_runs_out_first_is_on_top(manager, open_incident, clock):
    first = open_incident("310101-0001")
    clock.shift(timedelta(minutes=5))
    open_incident("310101-0002")
    assert next(unclosed(manager, now())).key == first.number


def test_a_row_says_since_when_and_at_which_sites(manager, open_incident, make_site):
    incident = open_incident("310101-0001")
    other = make_site("310101-0002", name="西院").terminals.first()
    incident.terminals.create(terminal=other, site=other.site, since=now())
    Incident.objects.update(affected_sites=2)
    detail = next(unclosed(manager, now())).detail
    assert (detail.startswith("12:00 起 · "), "、西院 · " in detail) == (True, True)


def test_what_is_restored_stays_below_until_it_is_closed(manager, open_incident, clock):
    over = open_incident("310101-0001")
    Incident.objects.filter(pk=over.pk).update(status="restored", clock_stopped_at=now())
    going = open_incident("310101-0002")
    assert [row.key for row in unclosed(manager, now())] == [going.number, over.number]


def test_the_desk_and_the_wall_say_the_same_of_sweeps(manager, clock):
    for name, seconds in scheduled().items():
        Heartbeat.objects.create(name=name, at=now() - timedelta(seconds=20), expected_seconds=seconds)
    assert (situation(manager, now())["late_sweeps"], health(now()).late) == ((), ())
    Heartbeat.objects.filter(name="fire_deadlines").delete()
    assert situation(manager, now())["late_sweeps"] == ("fire_deadlines",)


@pytest.mark.parametrize(("role", "links"), [(Role.COMMANDER, 1), (Role.FIELD_STAFF, 0)])
def test_only_who_may_see_the_system_is_sent_there(client, make_person, role, links):
    client.force_login(make_person("somebody", role))
    assert client.get("/live/").content.decode().count('id="desk-system"') == links


def test_the_page_shows_a_running_incident(client, manager, open_incident):
    incident = open_incident("310101-0001")
    client.force_login(manager)
    assert incident.number in client.get("/").content.decode()


def test_the_page_says_when_nothing_is_wrong(client, manager):
    client.force_login(manager)
    assert "没有未关闭的事件" in client.get("/live/").content.decode()


def queries_of(client):
    with CaptureQueriesContext(connection) as seen:
        client.get("/live/")
    return len(seen)


@pytest.mark.parametrize("who", ["commander", "manager", "field_staff", "publisher"])
def test_queries_do_not_grow_with_what_there_is(client, request, who, open_incident):
    client.force_login(request.getfixturevalue(who))
    open_incident("310101-0001")
    before = queries_of(client)
    for number in range(2, 9):
        open_incident(f"310101-{number:04d}")
    assert queries_of(client) == before
    assert Incident.objects.count() == 8


def test_a_person_without_a_role_is_told_what_to_do(client, make_person):
    client.force_login(make_person("nobody"))
    assert "请系统管理员为您设置角色" in client.get("/live/").content.decode()


def test_unread_are_as_many_as_the_bell_says(client, manager):
    for key in ("m1", "m2"):
        OutboxMessage.objects.create(
            idempotency_key=key, recipient=manager, channel="in_app", subject_kind="incident", subject_id=1,
            title="请接警", due_at=now(), created_at=now(),
        )  # fmt: skip
    client.force_login(manager)
    assert "1 条未读消息" in client.get(reverse("escalation:unread")).text
    assert situation(manager, now())["unread"] == 1
