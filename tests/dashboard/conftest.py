"""What there may be on a desk: an incident, and things that wait for people."""

from datetime import timedelta

import pytest

from emergency_ops.lib import desk
from emergency_ops.lib.roles import Role
from incidents.response.dispatch.models import Dispatch
from incidents.response.tasks.models import Task
from notices.channels.models import Delivery
from notices.printing.walls.models import Posting
from tests.conftest import NOON
from tests.notices.conftest import incident, make_incident, make_notice, policy_version

__all__ = ["incident", "make_incident", "make_notice", "policy_version"]
HOUR = timedelta(hours=1)


@pytest.fixture
def publisher(make_person):
    return make_person("publisher", Role.PUBLISHER, name="周发")


@pytest.fixture
def storekeeper(make_person):
    return make_person("storekeeper", Role.STOREKEEPER, regions=["310000"], name="钱库")


@pytest.fixture
def on_desk(clock):
    """on_desk(person, "tasks"): what the card shows at noon."""

    def look(person, code):
        return [row.title for shown in desk.shown(person, NOON) if shown.card.code == code for row in shown.rows]

    return look


@pytest.fixture
def make_task(incident):
    def make(assignee=None, title="核实范围", due=NOON - HOUR):
        words = {"phase": "confirm", "function": "technical", "title_zh": title}
        return Task.objects.create(incident=incident, assignee=assignee, due_at=due, created_at=NOON, **words)

    return make


@pytest.fixture
def make_dispatch(incident, site):
    def make(person, **fields):
        values = {"purpose": "repair", "offered_at": NOON, "answer_by": NOON + HOUR, **fields}
        return Dispatch.objects.create(incident=incident, site=site, person=person, **values)

    return make


@pytest.fixture
def make_posting(incident):
    def make(site, due=NOON - HOUR, **fields):
        return Posting.objects.create(incident=incident, site=site, created_at=NOON, due_at=due, **fields)

    return make


@pytest.fixture
def make_delivery(db):
    def make(notice, state, channel="wechat"):
        values = {"operation": "publish", "created_at": NOON, "changed_at": NOON}
        return Delivery.objects.create(notice=notice, state=state, channel=channel, **values)

    return make
