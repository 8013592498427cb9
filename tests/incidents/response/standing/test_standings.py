"""How incidents stand, read from the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions.deadlines import fire_next
from incidents.escalation.models import Acknowledgement, OutboxMessage, Unreachable
from incidents.response import actions
from incidents.response.standing.queries import standing_of, standings
from resources.staff.models import Absence
from tests.conftest import NOON
from tests.incidents.response.conftest import clear


@pytest.fixture
def called(incident, field_staff, make_post):
    """王强 is A of the district's technical post and was called for the incident at noon."""
    make_post("technical", "310101", a=field_staff)
    OutboxMessage.objects.create(
        idempotency_key="call", channel="in_app", recipient=field_staff, subject_kind="incident",
        subject_id=incident.pk, title="", body="", due_at=NOON, created_at=NOON,
    )  # fmt: skip
    return incident


def test_those_who_are_called_have_until_the_next_step(called, clock):
    found = standing_of(called, now_clock.now())
    assert "应由王强（310101 technical，A角）行动，正在呼叫，12:00 已通知，应于 12:05 前接警" in found.sentence
    assert not found.is_late


def test_another_round_gives_them_time_again(called, manager, clock):
    actions.acknowledge(called, actor=manager, now=now_clock.now())
    clock.shift(timedelta(minutes=15))
    while fire_next(now_clock.now()):
        pass
    assert "answer" not in [one.code for one in standing_of(called, now_clock.now()).late]
    clock.shift(timedelta(minutes=5))
    assert "answer" in [one.code for one in standing_of(called, now_clock.now()).late]


def test_the_last_called_is_named_with_post_and_role(called, clock):
    clock.shift(timedelta(minutes=5))
    found = standing_of(called, now_clock.now())
    assert "应由王强（310101 technical，A角）行动，已于 12:00 通知，未接警" in found.sentence


def test_a_call_that_has_not_gone_out_is_no_call(called, clock):
    OutboxMessage.objects.update(channel="sms", state="failed")
    assert "通知尚未送达" in standing_of(called, now_clock.now()).sentence


def test_what_was_withdrawn_before_it_went_out_called_nobody(called, clock):
    OutboxMessage.objects.update(channel="sms", state="withdrawn")
    assert "尚未通知" in standing_of(called, now_clock.now()).sentence


def test_who_has_gone_on_leave_is_not_the_one_to_act(called, field_staff, make_post, manager, clock):
    leave = DateTimeTZRange(NOON, NOON + timedelta(days=1))
    Absence.objects.create(person=field_staff, kind="leave", period=leave, reported_at=NOON, reported_by=manager)
    make_post("technical", "310000", a=manager)
    assert "应由李敏（310000 technical，A角）行动" in standing_of(called, now_clock.now()).sentence


def test_an_answer_that_lapsed_stays_said_of_who_gave_it(confirmed, make_post, commander, manager, clock):
    make_post("commander", "000000", a=commander)
    actions.acknowledge(confirmed, actor=commander, now=now_clock.now())
    Acknowledgement.objects.filter(person=commander).update(expires_at=now_clock.now() - timedelta(minutes=1))
    assert "应由陈总（000000 commander，A角）行动，接警已于" in standing_of(confirmed, now_clock.now()).sentence


def test_without_a_post_who_has_the_role_over_the_region_commands(restored, commander):
    assert standing_of(restored, now_clock.now()).actor.name == "陈总"


def test_an_acknowledgement_is_seen(called, manager):
    actions.acknowledge(called, actor=manager, now=now_clock.now())
    assert "应由李敏行动，已接警" in standing_of(called, now_clock.now()).sentence


def test_the_commander_activates(confirmed, make_post, commander):
    make_post("commander", "000000", a=commander)
    assert "应由陈总（000000 commander，A角）行动" in standing_of(confirmed, now_clock.now()).sentence


def test_what_is_prepared_is_said(responding, manager):
    actions.request_substitute(responding, "counter", "3号窗口", actor=manager, now=now_clock.now())
    assert "1个替代方案已登记，尚未就绪" in standing_of(responding, now_clock.now()).sentence


@pytest.fixture
def at_two_sites(make_warning, make_site, manager):
    """A response at two sites; a substitute serves at the first."""
    first, second = make_site(), make_site("310104-0001")
    warning = make_warning(first, second, scope="regional")
    found = actions.open_from_warning(warning, now_clock.now())
    actions.confirm(found, actor=manager, now=now_clock.now())
    found = actions.activate(found, "3", actor=manager, now=now_clock.now())
    serve(found, first, manager)
    found.refresh_from_db()
    return found, second


def serve(incident, site, actor):
    one = actions.request_substitute(incident, "counter", "窗口", actor=actor, now=now_clock.now(), site=site)
    actions.serve_substitute(one, "0001", actor=actor, now=now_clock.now())


def test_a_site_at_which_nothing_serves_is_not_called_served(at_two_sites):
    assert "1个网点尚无替代服务" in standing_of(at_two_sites[0], now_clock.now()).sentence


def test_a_site_whose_terminals_are_back_needs_none(at_two_sites):
    incident, second = at_two_sites
    incident.terminals.filter(terminal__site=second).update(until=now_clock.now())
    assert "替代方案服务中，终端尚未恢复" in standing_of(incident, now_clock.now()).sentence


def test_the_page_proposes_a_substitute_for_the_site_that_has_none(at_two_sites, client, manager):
    client.force_login(manager)
    page = client.get(f"/incidents/{at_two_sites[0].number}/").content.decode()
    assert "请为这些网点安排替代方案" in page


def test_what_was_opened_again_owes_its_step_from_then_on(confirmed, manager, clock):
    clear(confirmed.warning)
    actions.restore(confirmed, actor=manager, now=now_clock.now())
    clock.shift(timedelta(hours=5))
    again = actions.reopen(confirmed, actor=manager, now=now_clock.now(), text="又坏了")
    assert "activate" not in [one.code for one in standing_of(again, now_clock.now()).late]


def test_after_half_an_hour_it_is_late(responding):
    assert standing_of(responding, now_clock.now() + timedelta(minutes=40)).late[0].code == "clock"


def test_many_cost_as_many_queries_as_one(called, make_warning, make_site, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        standings([called], now_clock.now())
    others = [
        actions.open_from_warning(make_warning(make_site(f"310101-{n:04d}")), now_clock.now()) for n in range(2, 8)
    ]
    with django_assert_num_queries(len(one)):
        standings([called, *others], now_clock.now())


def test_who_did_not_answer_is_followed_by_b_for_this_incident_alone(
    confirmed, make_post, commander, manager, make_warning, make_site
):
    post = make_post("commander", "000000", a=commander, b=manager)
    Unreachable.objects.create(
        subject_kind="incident", subject_id=confirmed.pk, post=post, person=commander, since=NOON
    )  # fmt: skip
    other = actions.open_from_warning(make_warning(make_site("310104-0001")), now_clock.now())
    other = actions.confirm(other, actor=manager, now=now_clock.now())
    found = standings([confirmed, other], now_clock.now())
    assert found[confirmed.pk].actor.role == "B角"
    assert found[other.pk].actor.name == "陈总"
