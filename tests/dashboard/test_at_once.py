"""What is done from the desk with one press: acknowledging, taking a post or the command over, giving a post back."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from emergency_ops.lib import desk
from incidents.escalation.actions import queue_message
from incidents.escalation.models import Acknowledgement
from incidents.escalation.sample import load as load_policy
from incidents.response.command.actions import propose
from incidents.response.command.queries import commander as commander_of
from incidents.response.models import Incident
from resources.staff.actions import absences
from resources.staff.models import Post, PostAssignment
from resources.staff.rules.absences import Window
from tests.conftest import NOON

DAY = timedelta(days=1)


@pytest.fixture
def taker(make_person):
    return make_person("taker", "manager", regions=["310000"], name="周岚")


@pytest.fixture
def post(regions, manager, taker):
    row = Post.objects.create(function="technical", region=regions["310000"], name="上海技术岗")
    for role, person in (("A", manager), ("B", taker)):
        validity = DateTimeTZRange(NOON - DAY, None)
        PostAssignment.objects.create(post=row, person=person, role=role, validity=validity, key_post=row.is_key)
    return row


@pytest.fixture
def leave(post, manager):
    """leave(): the manager is away for a day from tomorrow on, and hands over."""

    def plan():
        chosen = Window(NOON + DAY, NOON + 2 * DAY)
        return absences.plan_absence(manager, absences.Plan("leave", chosen), actor=manager, now=NOON).handovers.get()

    return plan


@pytest.fixture
def running(incident):
    load_policy(NOON)
    Incident.objects.filter(pk=incident.pk).update(status="responding", confirmed_at=NOON, activated_at=NOON)
    return Incident.objects.get(pk=incident.pk)


def act_of(person, code, now=NOON):
    """Of the one row of a card: what can be done about it at once; None where there is nothing."""
    return next((row.act for shown in desk.shown(person, now) if shown.card.code == code for row in shown.rows), None)


def press(client, person, act):
    client.force_login(person)
    return client.post(act.href, {name: [other for key, other in act.fields if key == name] for name, _v in act.fields})


@pytest.fixture
def called(running, manager):
    return queue_message(
        key="call", channel="in_app", recipient=manager, subject_kind="incident", subject_id=running.pk, title="请接警",
        body="文", link=f"/incidents/{running.number}/", now=NOON,
    )  # fmt: skip


@pytest.mark.usefixtures("clock")
class TestCalls:
    def test_are_acknowledged(self, called, manager, client):
        press(client, manager, act_of(manager, "calls"))
        assert Acknowledgement.objects.get().person == manager

    def test_are_nobody_elses(self, called, commander, outsider):
        assert act_of(commander, "calls") is act_of(outsider, "calls") is None

    def test_of_an_incident_elsewhere_are_not_acknowledged(self, called, manager, outsider, client):
        assert press(client, outsider, act_of(manager, "calls")).status_code == 404


@pytest.mark.usefixtures("clock")
class TestCommand:
    @pytest.fixture
    def transfer(self, running, commander, taker):
        return propose(running, taker, summary="三台终端断电，等电信", questions="", actor=commander, now=NOON)

    def test_is_taken_over(self, transfer, taker, client):
        press(client, taker, act_of(taker, "command"))
        assert commander_of(transfer.incident, NOON) == taker

    def test_tells_how_things_stand(self, transfer, taker):
        rows = [row for shown in desk.shown(taker, NOON) if shown.card.code == "command" for row in shown.rows]
        assert [row.note for row in rows] == ["三台终端断电，等电信"]

    def test_is_not_on_others_desks(self, transfer, commander, outsider):
        assert act_of(commander, "command") is act_of(outsider, "command") is None

    def test_is_not_taken_by_others(self, transfer, taker, commander, client):
        assert press(client, commander, act_of(taker, "command")).status_code == 403


@pytest.mark.usefixtures("clock")
class TestHandovers:
    def test_are_accepted_with_all_materials(self, leave, taker, client):
        handover = leave()
        handover.materials = [{"name": "钥匙", "given": False, "returned": False}]
        handover.save()
        press(client, taker, act_of(taker, "handovers"))
        handover.refresh_from_db()
        assert (handover.state, handover.materials[0]["given"]) == ("accepted", True)

    def test_are_given_back_when_it_is_over(self, leave, taker, client, clock):
        handover = leave()
        clock.shift(3 * DAY)
        press(client, taker, act_of(taker, "handovers", NOON + 3 * DAY))
        handover.refresh_from_db()
        assert handover.state == "returned"

    def test_are_on_nobody_elses_desk(self, leave, manager, outsider):
        leave()
        assert act_of(manager, "handovers") is act_of(outsider, "handovers") is None

    def test_are_not_accepted_by_others(self, leave, taker, manager, client):
        leave()
        assert press(client, manager, act_of(taker, "handovers")).status_code == 403


def test_the_button_stands_on_the_start_page(called, manager, client, clock):
    client.force_login(manager)
    page = client.get(reverse("dashboard")).text
    assert f'action="{act_of(manager, "calls").href}"' in page
