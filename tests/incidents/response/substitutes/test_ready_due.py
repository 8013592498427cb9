"""A substitute that was asked for and is not ready."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions import fire_next
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.response import actions

NOW = now_clock.now
MINUTES = timedelta(minutes=10)


@pytest.fixture
def substitute(responding, field_staff):
    return actions.request_substitute(responding, "hotline", "12345", actor=field_staff, now=NOW())


def fire():
    while fire_next(NOW()) is not None:
        pass


def told(person):
    return OutboxMessage.objects.filter(recipient=person, title__contains="尚未就绪", channel="in_app").count()


def test_whoever_asked_for_it_is_reminded(substitute, field_staff, clock):
    clock.shift(MINUTES)
    fire()
    assert told(field_staff) == 1


def test_and_reminded_again(substitute, field_staff, clock):
    for _ in range(2):
        clock.shift(MINUTES)
        fire()
    assert told(field_staff) == 2


def test_the_second_time_who_leads_hears_too(substitute, commander, clock):
    clock.shift(MINUTES)
    fire()
    before = told(commander)
    clock.shift(MINUTES)
    fire()
    assert (before, told(commander)) == (0, 1)


def test_the_timeline_says_so(substitute, responding, clock):
    clock.shift(MINUTES)
    fire()
    assert responding.timeline.filter(code="substitute_late", params__minutes=10).exists()


@pytest.mark.parametrize("move", [actions.ready_substitute, actions.withdraw_substitute])
def test_ready_or_gone_nobody_is_reminded(substitute, field_staff, clock, move):
    move(substitute, actor=field_staff, now=NOW())
    clock.shift(MINUTES)
    fire()
    assert told(field_staff) == 0


def test_one_deadline_at_a_time(substitute, clock):
    clock.shift(MINUTES)
    fire()
    assert Deadline.objects.filter(kind="substitute_ready_due", state="pending").count() == 1
