"""The simulated terminals' answers to remote commands."""

import hashlib
from datetime import UTC, datetime

import httpx
import pytest

from emergency_ops.simulator.faults import KINDS, Fault, Unit
from emergency_ops.simulator.responder import PAUSE, Responder, Screens
from incidents.response.diagnosis.rules import signature

UNIT = Unit("T1", "S1", "310101", "L1", "4.2.1", ("wechat",), 12)
SECRET = "eok_secret"


def command(kind, number="1", **params):
    fields = {"id": number, "terminal": "T1", "kind": kind, "params": params}
    return {**fields, "signature": signature(fields, hashlib.sha256(SECRET.encode()).hexdigest())}


def struck_by(name):
    fault = Fault(KINDS[name], "S1", frozenset({"T1"}), 0)
    return fault, lambda unit: [fault] if fault.strikes(unit, 1) else []


@pytest.fixture
def screens():
    return Screens([UNIT], SECRET)


def test_a_forged_command_is_not_carried_out(screens):
    answer = screens.answer({**command("show_text", text="a"), "params": {"text": "b"}}, lambda unit: [])
    assert not answer["ok"]
    assert screens.texts == {}


def test_a_silent_terminal_answers_nothing(screens):
    assert screens.answer(command("status"), struck_by("silent")[1]) is None


def test_a_restart_heals_a_crash(screens):
    fault, struck = struck_by("crash")
    assert screens.answer(command("restart_app"), struck)["ok"]
    assert not fault.strikes(UNIT, 1)


def test_the_same_command_is_carried_out_once(screens):
    fault, struck = struck_by("crash")
    first = screens.answer(command("restart_app"), struck)
    fault.cured.clear()
    assert screens.answer(command("restart_app"), struck) is first
    assert fault.strikes(UNIT, 1)


def test_what_is_shown_is_in_the_status(screens):
    screens.answer(command("show_text", text="请到窗口"), lambda unit: [])
    assert screens.answer(command("status", "2"), lambda unit: [])["data"]["screen"] == "请到窗口"


def test_an_empty_text_clears_the_screen(screens):
    screens.answer(command("show_text", text="请到窗口"), lambda unit: [])
    assert screens.answer(command("show_text", "2", text=""), lambda unit: [])["ok"]
    assert screens.answer(command("status", "3"), lambda unit: [])["data"]["screen"] == ""


def test_a_text_ends_by_the_terminals_own_clock():
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    screens = Screens([UNIT], SECRET, lambda: at)
    screens.answer(command("show_text", text="请到窗口", until="2026-11-23T20:00:01+08:00"), lambda unit: [])
    assert screens.shown("T1") == "请到窗口"
    at = datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)
    assert screens.shown("T1") == ""


def test_a_command_whose_time_is_over_is_not_carried_out(screens):
    fields = {
        "id": "1", "terminal": "T1", "kind": "show_text", "params": {"text": "a"},
        "expires_at": "2026-11-23T20:00:00.000+08:00",
    }  # fmt: skip
    late = {**fields, "signature": signature(fields, screens.secret)}
    assert screens.answer(late, lambda unit: []) == {"ok": False, "output": "expired"}
    assert screens.shown("T1") == ""


def test_failing_payments_are_seen_by_a_ping(screens):
    assert not screens.answer(command("ping_backend"), struck_by("method")[1])["ok"]


def test_an_answer_that_is_no_json_is_asked_again(screens):
    polls = Responder("http://ops.test", "key", screens, lambda unit: [], print)
    polls.client = httpx.Client(
        base_url="http://ops.test", transport=httpx.MockTransport(lambda _request: httpx.Response(200, text="<html>"))
    )
    assert polls._turn() == PAUSE
