"""Commands: who may send them, who gets them, what comes of them."""

import hashlib
import threading

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.monitoring.intake.keys import Grant
from incidents.response.diagnosis import actions, device_api, rules
from incidents.response.diagnosis.models import TerminalCommand
from incidents.response.diagnosis.sweeps import time_out_commands
from incidents.response.timeline import sentence

TERMINAL = "310101-0001-01"
ALL = [f"310101-0001-0{number}" for number in (1, 2, 3)]


def told(incident):
    return [entry.code for entry in incident.timeline.filter(kind="diagnosis").order_by("id")]


def test_a_command_is_fetched_answered_and_told(send, make_key, fetch, reply, incident):
    send()
    secret = make_key()
    (command,) = fetch(secret)
    assert rules.is_genuine(command, hashlib.sha256(secret.encode()).hexdigest())
    assert reply(secret, command, data={"device": "online"}) == 204
    row = TerminalCommand.objects.get()
    assert (row.state, row.data) == ("done", {"device": "online"})
    assert told(incident) == ["command_sent", "command_done"]


def test_the_first_answer_counts(send, make_key, fetch, reply, incident):
    send()
    secret = make_key()
    (command,) = fetch(secret)
    assert [reply(secret, command, output="one"), reply(secret, command, ok=False, output="two")] == [204, 204]
    assert TerminalCommand.objects.get().output == "one"
    assert told(incident).count("command_done") == 1


def test_it_comes_once_within_its_lease_and_the_same_after_it(send, make_key, fetch, clock):
    send()
    secret = make_key()
    (first,) = fetch(secret)
    assert fetch(secret) == []
    clock.shift(30)
    assert fetch(secret) == [first]


def test_nobody_answers(send, incident, clock):
    send()
    clock.shift(120)
    assert time_out_commands() == 1
    assert time_out_commands() == 0
    assert told(incident)[-1] == "command_timed_out"


def test_an_answer_after_the_time_is_not_taken(send, make_key, fetch, reply, clock):
    send()
    secret = make_key()
    (command,) = fetch(secret)
    clock.shift(120)
    time_out_commands()
    assert reply(secret, command) == 409


def test_a_key_of_another_site_gets_nothing_and_answers_nothing(send, make_key, make_site, fetch, reply):
    send()
    secret, other = make_key(), make_key(make_site("310104-0001"))
    assert fetch(other) == []
    (command,) = fetch(secret)
    assert reply(other, command) == 404


def test_a_long_poll_waits_for_the_first_command(send, make_key, fetch, monkeypatch):
    monkeypatch.setattr(device_api, "LOOK_EVERY", 0)
    (row,) = send()
    found = iter([[], [], [row]])
    monkeypatch.setattr(device_api, "hand_out", lambda *args, **options: next(found))
    assert [command["id"] for command in fetch(make_key(), wait=5)] == [str(row.uuid)]


def test_polls_beyond_what_is_held_are_told_when_to_come_again(make_key, client, monkeypatch):
    monkeypatch.setattr(device_api, "HELD", threading.BoundedSemaphore(1))
    device_api.HELD.acquire()
    answer = client.get("/api/v1/commands?wait=20", HTTP_AUTHORIZATION=f"Bearer {make_key()}")
    assert answer.json() == {"commands": [], "retry_after": device_api.COME_AGAIN}


def test_without_a_key_there_is_nothing(client, db):
    assert client.get("/api/v1/commands").status_code == 401


@pytest.mark.parametrize(("kind", "reason"), [("restart_app", ""), ("show_text", "x")])
def test_what_is_missing_is_said(send, kind, reason):
    with pytest.raises(Invalid):
        send(kind, reason=reason)


@pytest.mark.parametrize("lines", ["abc", [1], "9" * 5000, float("inf")])
def test_a_number_of_lines_that_is_none_is_refused(send, lines):
    with pytest.raises(Invalid):
        send("fetch_log", params={"lines": lines})


def test_what_the_database_cannot_keep_is_left_out(send, make_key, fetch, reply):
    (row,) = send("show_text", params={"text": "请到\x00窗口\ud800"})
    secret = make_key()
    (command,) = fetch(secret)
    assert (row.params, reply(secret, command, data={"de\x00vice": "o\x00k"})) == ({"text": "请到窗口"}, 204)
    assert TerminalCommand.objects.get().data == {"device": "ok"}


def test_field_staff_ask_but_do_not_restart(send, field_staff):
    assert send(actor=field_staff)
    with pytest.raises(Forbidden):
        send("restart_app", actor=field_staff, reason="卡死")


def test_an_outsider_sends_nothing(send, outsider):
    with pytest.raises(Forbidden):
        send(actor=outsider)


def test_a_terminal_elsewhere_is_not_found(send, make_site, manager):
    make_site("320102-0001")
    with pytest.raises(Invalid):
        send(terminals=["320102-0001-01"])


def test_the_same_command_waits_once(send):
    send()
    with pytest.raises(Refused):
        send(terminals=ALL)
    assert TerminalCommand.objects.count() == 1


def test_many_are_told_as_a_sum(make_site, manager, incident, make_key, fetch, reply, make_warning):
    codes = [terminal.code for terminal in make_site("310101-0002", terminals=7).terminals.all()]
    actions.send("status", codes, actor=manager, now=now_clock.now(), incident=incident)
    secret = make_key()
    for number, command in enumerate(fetch(secret)):
        reply(secret, command, ok=number > 0)
    assert told(incident) == ["command_sent", "command_batch"]
    assert "完成6台，失败1台" in sentence(incident.timeline.get(code="command_batch"))


def test_it_is_taken_back_before_it_is_fetched(send, manager, make_key, fetch):
    (command,) = send()
    actions.cancel(command, actor=manager, now=now_clock.now())
    assert fetch(make_key()) == []
    with pytest.raises(Refused):
        actions.cancel(command, actor=manager, now=now_clock.now())


@pytest.mark.django_db(transaction=True)
def test_two_gateways_at_once_get_different_commands(make_site, make_key):
    codes = [terminal.code for terminal in make_site(terminals=8).terminals.all()]
    actions.send("status", codes, actor=None, now=now_clock.now())
    got, start = [], threading.Barrier(2)

    def poll():
        start.wait()
        got.extend(row.pk for row in actions.hand_out(Grant(None), [], [], most=100, now=now_clock.now()))
        connection.close()

    threads = [threading.Thread(target=poll) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(set(got)) == 8


def test_a_drill_puts_no_text_before_the_public(send, incident):
    incident.is_drill = True
    incident.save()
    with pytest.raises(Refused) as refused:
        send("show_text", params={"text": "演练"})
    assert refused.value.code == "command_drill"
    assert send("show_text", params={"clear": True})
