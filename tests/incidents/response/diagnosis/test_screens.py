"""What a terminal shows: told, said, over."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid
from incidents.response.diagnosis import screens
from incidents.response.diagnosis.models import TerminalCommand, TerminalScreen
from incidents.response.diagnosis.rules import ScreenContent

TEXT = "热线021-6543210987"


@pytest.fixture
def carried_out(send, make_key, fetch, reply):
    """carried_out("show_text", params={…}, data={…}): sent, fetched and answered."""
    secret = make_key()

    def run(kind="show_text", params=None, **answer):
        send(kind, params=params)
        (command,) = fetch(secret)
        assert reply(secret, command, **answer) == 204
        return TerminalScreen.objects.filter(terminal__code="310101-0001-01").first()

    return run


def test_a_receipt_says_what_a_terminal_shows(carried_out, clock):
    until = now_clock.now() + timedelta(minutes=5)
    screen = carried_out(params={"text": TEXT, "until": until.isoformat()})
    assert (screen.text, screen.since, screen.until, screen.notice) == (TEXT, now_clock.now(), until, "")


def test_a_refusal_says_nothing_of_the_screen(carried_out):
    assert carried_out(params={"text": TEXT}, ok=False) is None


def test_it_is_cleared(carried_out, clock):
    carried_out(params={"text": TEXT})
    assert carried_out(params={"clear": True}).text == ""
    assert TerminalCommand.objects.first().params == {"text": ""}


def test_the_same_again_stands_since_the_first_time(carried_out, clock):
    first = carried_out(params={"text": TEXT})
    clock.shift(60)
    again = carried_out(params={"text": TEXT})
    assert (again.since, again.confirmed_at - first.confirmed_at) == (first.since, timedelta(minutes=1))


def test_a_state_that_says_the_same_confirms_it(carried_out, clock):
    first = carried_out(params={"text": TEXT})
    clock.shift(60)
    again = carried_out("status", data={"screen": TEXT})
    assert (again.command_id, again.confirmed_at - first.confirmed_at) == (first.command_id, timedelta(minutes=1))


def test_a_state_that_says_something_else_is_believed(carried_out, clock):
    carried_out(params={"text": TEXT})
    clock.shift(60)
    screen = carried_out("status", data={"screen": ""})
    assert (screen.text, screen.command_id, screen.since) == ("", None, now_clock.now())


def test_a_state_without_a_word_of_the_screen_changes_nothing(carried_out, clock):
    carried_out(params={"text": TEXT})
    assert carried_out("status", data={"device": "online"}).text == TEXT


@pytest.mark.parametrize("until", ["x", "2026-11-23", "2026-11-23T12:00:00", "2020-01-01T00:00:00+08:00", 7])
def test_a_time_that_is_none_or_over_is_refused(send, until, clock):
    with pytest.raises(Invalid):
        send("show_text", params={"text": "请到窗口", "until": until})


def test_where_a_command_waits_no_other_is_queued(make_site, send):
    terminals = list(make_site("310101-0002", terminals=3).terminals.values_list("pk", flat=True))
    now = now_clock.now()
    screens.show(terminals[:1], ScreenContent("一"), most=200, now=now)
    assert set(screens.show(terminals, ScreenContent("二"), most=200, now=now)) == set(terminals[1:])


def test_more_than_the_most_are_refused(db):
    with pytest.raises(ValueError, match="at most 200"):
        screens.show(range(201), ScreenContent("一"), most=200, now=now_clock.now())


def test_only_what_nobody_has_fetched_is_taken_back(make_site, make_key, fetch, db):
    terminals = list(make_site(terminals=2).terminals.order_by("code").values_list("pk", flat=True))
    queued = screens.show(terminals, ScreenContent("一"), most=200, now=now_clock.now())
    fetch(make_key(), terminal="310101-0001-01")
    taken = screens.take_back([row.pk for row in queued.values()], now=now_clock.now())
    assert taken == [queued[terminals[1]].pk]
