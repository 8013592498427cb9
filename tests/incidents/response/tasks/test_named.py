"""Whoever was named for a role in an incident has its tasks."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response.command.models import RoleHolder
from incidents.response.tasks import actions
from incidents.response.tasks.sweeps import follow_tasks


def now():
    return now_clock.now()


@pytest.fixture
def named(running, field_staff):
    RoleHolder.objects.create(incident=running, function="technical", person=field_staff, since=now())
    return field_staff


def test_tasks_follow_whoever_is_named(task, named):
    follow_tasks(now())
    task.refresh_from_db()
    assert task.assignee == named


def test_accepted_ones_too(task, engineer, running, field_staff):
    actions.accept(task, actor=engineer, now=now())
    RoleHolder.objects.create(incident=running, function="technical", person=field_staff, since=now())
    follow_tasks(now())
    task.refresh_from_db()
    assert (task.assignee, task.state) == (field_staff, "open")


def test_a_post_with_somebody_named_is_not_vacant(running, manager, field_staff):
    RoleHolder.objects.create(incident=running, function="scribe", person=field_staff, since=now())
    follow_tasks(now())
    assert running.tasks.get(key="confirm-log").assignee == field_staff


def test_what_the_named_one_gives_back_goes_to_the_post(task, named, engineer):
    follow_tasks(now())
    actions.decline(task, actor=named, now=now(), reason="忙")
    task.refresh_from_db()
    assert task.assignee == engineer
