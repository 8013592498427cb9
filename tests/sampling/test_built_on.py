"""Somebody has built on the sample: it is said, and what is free goes."""

import pytest
from django.db import DatabaseError, connection, transaction

from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.roles import Role
from emergency_ops.sampling import actions
from incidents.monitoring.choices import Category
from incidents.response.actions.opening import Finding, create
from resources.network.models import Site, Terminal
from resources.sampling.choices import SampleState
from resources.sampling.models import SampleLoad
from resources.staff.models import Person, StaffEvent
from tests.conftest import NOON


@pytest.fixture
def keeper(make_person):
    return make_person("keeper", Role.ADMINISTRATOR)


@pytest.fixture
def sample(keeper):
    order = actions.ask_load(actor=keeper, now=NOON)
    actions.load(order.pk, NOON)
    return order


def test_an_incident_keeps_its_site_and_the_rest_goes(sample, keeper, make_person):
    with pytest.raises(Refused, match="示例账号"):
        actions.ask_take_back(only_free=True, actor=Person.objects.get(username="admin"), now=NOON)
    site = Site.objects.get(code="310101-0001")
    terminal = Terminal.objects.filter(site=site).earliest("code")
    finding = Finding([terminal.code], [], Category.EXTERNAL, NOON, "停电", "停电", is_drill=True)
    create(make_person("zhang", Role.COMMANDER), NOON, finding)
    with pytest.raises(Refused, match="不能全部取回"):
        actions.ask_take_back(only_free=False, actor=keeper, now=NOON)
    order = actions.ask_take_back(only_free=True, actor=keeper, now=NOON)
    actions.take_back(order.pk, only_free=True, now=NOON)
    order.refresh_from_db()
    assert order.state == SampleState.PARTLY
    assert site.terminals.count() > 1
    assert Site.objects.count() < 73
    assert not Person.objects.exclude(pk=keeper.pk).filter(is_active=True, is_staff=True).exists()


def test_it_does_not_mix_with_a_furnished_house(keeper, make_site):
    make_site()
    with pytest.raises(Refused, match="自己的网点"):
        actions.ask_load(actor=keeper, now=NOON)


def test_what_somebody_brings_before_the_worker_begins_is_not_mixed_with_it(keeper, make_site):
    order = actions.ask_load(actor=keeper, now=NOON)
    make_site()
    with pytest.raises(Refused, match="自己的网点"):
        actions.load(order.pk, NOON)
    assert Site.objects.count() == 1


def test_a_take_back_of_the_rest_that_fails_leaves_it_taken_in_part(sample):
    order = actions.ask_take_back(only_free=True, actor=None, now=NOON)
    SampleLoad.objects.filter(pk=order.pk).update(taken=5)
    actions.give_up(order.pk, "killed", NOON)
    order.refresh_from_db()
    assert order.state == SampleState.PARTLY


def test_only_an_administrator_may(make_person):
    with pytest.raises(Forbidden):
        actions.ask_load(actor=make_person("li", Role.MANAGER), now=NOON)


def test_rows_that_are_not_of_the_sample_are_kept_as_ever(keeper):
    event = StaffEvent.objects.create(person=keeper, at=NOON, code="joined")
    SampleLoad.objects.create(asked_at=NOON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _delete_while_taking_back(event.pk)


def _delete_while_taking_back(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('emergency_ops.taking_back', 'on', true)")
        cursor.execute("DELETE FROM resources_staffevent WHERE id = %s", [pk])
