"""An incident in Huangpu, people near and far on duty, and dispatches to it."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.roles import Role
from incidents.response import timeline
from incidents.response.dispatch import actions
from incidents.response.dispatch.actions import Order
from resources.staff.models import Post, Shift, Training, TrainingRecord

NOW = now_clock.now


@pytest.fixture
def site(incident):
    return incident.terminals.first().terminal.site


@pytest.fixture
def course(db):
    return Training.objects.create(code="REPAIR", name="终端维修")


@pytest.fixture
def technical(regions):
    """The post of technical handling in Huangpu, which asks for no training."""
    return Post.objects.create(function="technical", region_id="310101", name="黄浦技术处置")


@pytest.fixture
def make_worker(make_person, technical, clock):
    """make_worker("wu", trained=course): somebody of Huangpu whose shift at the technical post runs now."""

    def make(username, *, region="310101", on_duty=True, trained=None, role=Role.FIELD_STAFF, **fields):
        person = make_person(username, role, regions=[region], **fields)
        begins = NOW() - timedelta(hours=4) if on_duty else NOW() + timedelta(hours=8)
        Shift.objects.create(
            post=technical,
            day=begins.date(),
            label=username,
            period=DateTimeTZRange(begins, begins + timedelta(hours=8)),
            person=person,
            updated_at=NOW(),
        )
        if trained is not None:
            TrainingRecord.objects.create(
                person=person, training=trained, taken_on=NOW().date() - timedelta(days=30), recorded_at=NOW()
            )
        return person

    return make


@pytest.fixture
def worker(make_worker):
    return make_worker("wu", name="吴工")


@pytest.fixture
def second(make_worker):
    return make_worker("zheng", name="郑工")


@pytest.fixture
def send(incident, site, worker, manager):
    """send(person, purpose="repair", …): the manager sends somebody."""

    def offer(person=worker, **order):
        order = {"site": site, "purpose": "repair", "function": "technical", **order}
        return actions.offer(order.pop("incident", incident), Order(person=person, **order), actor=manager, now=NOW())

    return offer


@pytest.fixture
def offered(send):
    return send()


@pytest.fixture
def accepted(offered, worker):
    return actions.accept(offered, actor=worker, now=NOW())


@pytest.fixture
def under_way(accepted, worker):
    return actions.start(accepted, actor=worker, now=NOW(), minutes=20)


@pytest.fixture
def on_site(under_way, worker):
    return actions.arrive(under_way, actor=worker, now=NOW())


@contextmanager
def refused(code):
    """with refused("dispatch_busy"): what is refused, by its code."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def told(incident):
    """The timeline's sentences about dispatches, oldest first."""
    return [timeline.sentence(entry) for entry in incident.timeline.filter(kind="dispatch").order_by("id")]
