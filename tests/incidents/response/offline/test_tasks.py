"""Tasks that were worked without a connection."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from emergency_ops.lib import clock as now_clock
from incidents.response.offline import taking
from incidents.response.offline.batches import Batch, Sent
from incidents.response.offline.choices import DeedKind
from incidents.response.offline.models import SentDeed
from incidents.response.tasks import actions
from incidents.response.tasks.models import Task
from tests.browser.test_patrol_offline import PIXEL
from tests.incidents.response.tasks.conftest import engineer, planned, running, second, staffed, task

__all__ = ["engineer", "planned", "running", "second", "staffed", "task"]

pytestmark = pytest.mark.usefixtures("clock")
NOW = now_clock.now


@pytest.fixture
def held(task, clock):
    """The task some time after it was given."""
    clock.shift(timedelta(minutes=20))
    return task


@pytest.fixture
def done(held, manager):
    """The task, which somebody else has completed meanwhile."""
    held.checks.update(is_mandatory=False)
    return actions.complete(held, actor=manager, now=NOW(), text="已核实")


def body(task, deed, **more):
    return {"deed": deed, "task": task.pk, **more}


def test_accepting_counts_from_when_it_was_typed(send, held, engineer):
    assert send(engineer, "task", body(held, "accept"), ago=5)["status"] == "taken"
    held.refresh_from_db()
    assert (held.state, held.accepted_at) == ("accepted", NOW() - timedelta(minutes=5))


def test_nobody_accepts_before_they_had_it(send, held, engineer):
    send(engineer, "task", body(held, "accept"), ago=600)
    held.refresh_from_db()
    assert held.accepted_at == held.assigned_at


def test_what_is_sent_again_is_done_once(send, held, engineer):
    uuid = uuid4()
    answers = [send(engineer, "task", body(held, "accept"), uuid=uuid)["status"] for _ in range(2)]
    assert answers == ["taken", "known"]
    assert held.incident.timeline.filter(code="task_accepted").count() == 1


def test_what_is_refused_leaves_nothing_and_may_be_tried_again(send, held, engineer):
    uuid = uuid4()
    held.checks.update(is_mandatory=True)
    assert send(engineer, "task", body(held, "complete", ticked=[], text=""), uuid=uuid)["status"] == "refused"
    assert not SentDeed.objects.exists()
    ticked = list(held.checks.values_list("pk", flat=True))
    again = body(held, "complete", ticked=ticked, text="已核实")
    assert send(engineer, "task", again, uuid=uuid)["status"] == "taken"


def test_who_was_faster_is_named(send, done, engineer, manager):
    answer = send(engineer, "task", body(done, "complete", text="已核实"), ago=3)
    assert answer["code"] == "done_already"
    assert f"已由 {manager}" in answer["reason"]


def test_a_task_that_went_on_names_who_has_it(send, held, engineer):
    actions.decline(held, actor=engineer, now=NOW(), reason="不在现场")
    new = Task.objects.get(pk=held.pk)
    answer = send(engineer, "task", body(held, "accept"), ago=5)
    assert answer["code"] == "handed_on"
    assert f"任务已转给 {new.assignee}" in answer["reason"]


def test_the_next_has_their_time_from_when_it_came(send, held, engineer):
    send(engineer, "task", body(held, "decline", reason="不在现场"), ago=15)
    held.refresh_from_db()
    assert held.assigned_at == NOW()
    assert "离线填写" in held.offers.get(person=engineer).reason


def test_declining_asks_for_a_reason(send, held, engineer):
    assert send(engineer, "task", body(held, "decline", reason=" "))["status"] == "refused"


def test_ticks_of_others_stay(send, held, engineer, manager):
    first, second = held.checks.all()[:2]
    actions.tick(held, {first.pk}, actor=manager, now=NOW())
    send(engineer, "task", body(held, "tick", ticked=[second.pk], unticked=[]))
    assert held.checks.exclude(ticked_at=None).count() == 2


def test_a_photo_comes_with_it_and_once(send, held, engineer):
    held.checks.update(is_mandatory=False)
    uuid = uuid4()
    for _ in range(2):
        photo = SimpleUploadedFile("a.png", PIXEL, "image/png")
        answer = send(engineer, "task", body(held, "complete", text="已核实"), uuid=uuid, files=[photo])
    assert answer["status"] == "known"
    assert Task.objects.get(pk=held.pk).state == "done"


def test_nothing_is_put_down_to_whoever_is_logged_in(send, held, engineer, manager):
    assert send(manager, "task", body(held, "accept"), by=engineer).status_code == 409


def test_a_uuid_of_another_is_refused(send, held, engineer, manager):
    uuid = uuid4()
    send(engineer, "task", body(held, "accept"), uuid=uuid)
    assert send(manager, "task", body(held, "accept"), uuid=uuid)["code"] == "other_person"


def test_who_does_not_see_it_does_not_learn_of_it(send, held, outsider):
    assert send(outsider, "task", body(held, "accept"))["code"] == "not_found"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "nonsense", '{"person": 1, "entries": [{}], "sent_at": "2026-11-23"}']
)
def test_what_cannot_be_read_is_no_error_of_ours(client, engineer, text):
    client.force_login(engineer)
    assert client.post("/offline/sync/", {"batch": text}).status_code == 400


@pytest.mark.logs_errors
def test_one_that_we_fail_at_does_not_keep_the_others_out(engineer, monkeypatch):
    monkeypatch.setitem(taking._handlers, DeedKind.ROUND, lambda deed: str(deed.at - timedelta.max))
    monkeypatch.setitem(taking._handlers, DeedKind.TASK, lambda deed: "ok")
    deeds = [Sent(uuid4(), kind, NOW(), {}) for kind in (DeedKind.ROUND, DeedKind.TASK)]
    answers = taking.take(Batch(engineer.pk, NOW(), deeds), {}, actor=engineer, now=NOW())
    assert [(answer.status, answer.code) for answer in answers] == [("refused", "failed"), ("taken", "")]


def test_a_stranger_is_told_to_log_in(client, db):
    assert client.post("/offline/sync/").status_code == 401
