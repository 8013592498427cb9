"""What happens to incidents is told once, in signed events, and again until the other side has it."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.channels.fates import Fate
from incidents.response import actions as moves
from incidents.response.models import TimelineEntry
from incidents.response.webhooks import actions
from incidents.response.webhooks.actions import Target
from incidents.response.webhooks.models import WebhookCall
from incidents.response.webhooks.queries import due_call_ids
from incidents.response.webhooks.rules import RETRIES
from tests.incidents.escalation.stubs.server import DROP_AFTER, SERVER_ERROR


def events(stub):
    return [json.loads(taken.call.body) for taken in stub.taken("webhook")]


@pytest.fixture
def note(incident, manager):
    """note("到场"): a note on the incident."""

    def write(text="到场"):
        moves.note(incident, text, actor=manager, now=now_clock.now())

    return write


def test_an_entry_is_told_as_a_cloud_event(make_endpoint, deliver, stub, incident, manager):
    endpoint = make_endpoint(kinds=["confirmed"])
    moves.confirm(incident, actor=manager, now=now_clock.now(), text="电话核实")
    assert deliver(endpoint) == 1
    (event,) = events(stub)
    assert (event["specversion"], event["type"]) == ("1.0", "emergency-ops.incident.confirmed")
    assert event["data"]["entry"]["text"] == "电话核实"
    assert (event["subject"], event["data"]["incident"]["status"]) == (incident.number, "confirmed")


def test_it_is_told_once(make_endpoint, deliver, stub, note):
    endpoint = make_endpoint(kinds=["note"])
    note()
    deliver(endpoint)
    assert deliver(endpoint) == 0
    assert len(events(stub)) == 1


def test_what_came_before_the_endpoint_is_not_told(make_endpoint, deliver, note):
    note()
    assert deliver(make_endpoint()) == 0


@pytest.mark.parametrize(("region", "told"), [("310000", True), ("320000", False)])
def test_an_endpoint_is_told_of_its_region(make_endpoint, deliver, note, regions, region, told):
    endpoint = make_endpoint(kinds=["note"], region=regions[region])
    note()
    assert deliver(endpoint) == told


@pytest.mark.parametrize("with_drills", [True, False])
def test_a_drill_is_told_to_those_who_asked(make_endpoint, deliver, incident, note, with_drills):
    incident.is_drill = True
    incident.save(update_fields=["is_drill"])
    endpoint = make_endpoint(kinds=["note"], with_drills=with_drills)
    note()
    assert deliver(endpoint) == with_drills


def test_a_server_that_fails_gets_it_again(make_endpoint, deliver, stub, note, clock):
    endpoint = make_endpoint(kinds=["note"])
    note()
    stub.plan("webhook", SERVER_ERROR)
    deliver(endpoint)
    assert WebhookCall.objects.get().state == "retry_wait"
    clock.shift(60)
    deliver(endpoint)
    assert WebhookCall.objects.get().state == "accepted"


def test_a_lost_answer_is_repeated_with_the_same_id(make_endpoint, deliver, stub, note, clock):
    endpoint = make_endpoint(kinds=["note"])
    note()
    stub.plan("webhook", DROP_AFTER)
    deliver(endpoint)
    clock.shift(60)
    deliver(endpoint)
    assert [call.headers["webhook-id"] for call in stub.calls] == [str(WebhookCall.objects.get().uuid)] * 2
    assert len(events(stub)) == 1


def test_an_endpoint_that_is_down_holds_up_no_other(make_endpoint, deliver, note):
    down, well = make_endpoint("坏的", kinds=["note"]), make_endpoint(kinds=["note"])
    down.url = "http://127.0.0.1:9/webhook"
    down.save()
    for _ in range(3):
        note()
    deliver(down, well)
    assert WebhookCall.objects.filter(endpoint=well, state="accepted").count() == 3
    assert WebhookCall.objects.filter(endpoint=down, attempts__gt=0).count() == 1
    assert due_call_ids(now_clock.now(), 10) == []


def test_a_refused_call_has_failed_and_may_be_made_again(make_endpoint, deliver, stub, note, administrator):
    endpoint = make_endpoint(kinds=["note"])
    note()
    endpoint.url = f"{stub.url}/nowhere"
    endpoint.save()
    deliver(endpoint)
    call = WebhookCall.objects.get()
    assert call.state == "failed"
    actions.call_again(call.pk, actor=administrator, now=now_clock.now())
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("queued", 0)


def test_a_claim_of_a_worker_that_died_is_made_again(make_endpoint, note, clock):
    endpoint = make_endpoint(kinds=["note"])
    note()
    actions.queue_next(endpoint.pk, now=now_clock.now())
    actions.claim(WebhookCall.objects.get().pk, now=now_clock.now())
    clock.shift(181)
    assert actions.release_stale(now=now_clock.now()) == 1
    assert WebhookCall.objects.get().state == "retry_wait"


def test_a_call_at_which_workers_die_again_and_again_fails(make_endpoint, note, clock):
    endpoint = make_endpoint(kinds=["note"])
    note("坏")
    actions.queue_next(endpoint.pk, now=now_clock.now())
    WebhookCall.objects.update(attempts=len(RETRIES))
    actions.claim(WebhookCall.objects.get().pk, now=now_clock.now())
    clock.shift(181)
    assert actions.release_stale(now=now_clock.now()) == 1
    assert WebhookCall.objects.get().state == "failed"


def test_an_entry_that_was_committed_late_is_told_all_the_same(make_endpoint, deliver, note, clock):
    """Its number is lower than one that was told already; a number is settled only an hour after it was seen."""
    endpoint = make_endpoint(kinds=["note"])
    note("先写后到")
    note("后写先到")
    deliver(endpoint)
    late = TimelineEntry.objects.filter(text="先写后到").get()
    WebhookCall.objects.filter(entry=late).delete()
    clock.shift(timedelta(minutes=59))
    assert deliver(endpoint) == 1


def test_the_test_button_says_what_the_other_side_says(make_endpoint, administrator, stub):
    endpoint = make_endpoint()
    assert actions.try_out(endpoint, actor=administrator, now=now_clock.now()).fate == Fate.ACCEPTED
    stub.plan("webhook", SERVER_ERROR)
    assert actions.try_out(endpoint, actor=administrator, now=now_clock.now()).fate == Fate.TRANSIENT


@pytest.mark.parametrize("url", ["ftp://a.example.cn/x", "javascript:alert(1)"])
def test_only_web_addresses_are_taken(installed, url):
    with pytest.raises(Invalid):
        actions.save_endpoint(None, Target("总线", url, [], None, False, True), actor=None, now=now_clock.now())


def test_a_name_is_taken_once(make_endpoint):
    make_endpoint()
    with pytest.raises(Refused):
        make_endpoint()


def test_a_manager_saves_none(installed, manager):
    target = Target("总线", "https://a.example.cn", [], None, False, True)
    with pytest.raises(Forbidden):
        actions.save_endpoint(None, target, actor=manager, now=now_clock.now())


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_call(make_endpoint, note):
    endpoint = make_endpoint(kinds=["note"])
    note()
    start = threading.Barrier(2)

    def queue():
        start.wait()
        actions.queue_next(endpoint.pk, now=now_clock.now())
        connection.close()

    threads = [threading.Thread(target=queue) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert WebhookCall.objects.count() == 1


def test_a_change_keeps_the_secret_that_was_renewed_meanwhile(make_endpoint):
    endpoint = make_endpoint()
    actions.renew_secret(endpoint, actor=None)
    target = Target("总线二", "https://a.example.cn", [], None, False, True)
    actions.save_endpoint(endpoint, target, actor=None, now=now_clock.now())
    sealed = endpoint.sealed
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.sealed == sealed) == ("总线二", False)
