"""How incidents stand, read from the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock as now_clock
from incidents.escalation.models import OutboxMessage, Unreachable
from incidents.response import actions
from incidents.response.standing.queries import standing_of, standings
from tests.conftest import NOON


@pytest.fixture
def called(incident, field_staff, make_post):
    """王强 is A of the district's technical post and was called for the incident at noon."""
    make_post("technical", "310101", a=field_staff)
    OutboxMessage.objects.create(
        idempotency_key="call", channel="in_app", recipient=field_staff, subject_kind="incident",
        subject_id=incident.pk, title="", body="", due_at=NOON, created_at=NOON,
    )  # fmt: skip
    return incident


def test_the_last_called_is_named_with_post_and_role(called, clock):
    found = standing_of(called, now_clock.now())
    assert "应由王强（310101 technical，A角）行动，已于 12:00 通知，未接警" in found.sentence


def test_an_acknowledgement_is_seen(called, manager):
    actions.acknowledge(called, actor=manager, now=now_clock.now())
    assert "应由李敏行动，已接警" in standing_of(called, now_clock.now()).sentence


def test_the_commander_activates(confirmed, make_post, commander):
    make_post("commander", "000000", a=commander)
    assert "应由陈总（000000 commander，A角）行动" in standing_of(confirmed, now_clock.now()).sentence


def test_what_is_prepared_is_said(responding, manager):
    actions.request_substitute(responding, "counter", "3号窗口", actor=manager, now=now_clock.now())
    assert "1个替代方案已登记，尚未就绪" in standing_of(responding, now_clock.now()).sentence


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
