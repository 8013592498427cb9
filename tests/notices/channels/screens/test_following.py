"""From an issued notice to the screens and back."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from incidents.monitoring.intake.keys import Grant
from incidents.response.diagnosis import actions as commands
from incidents.response.diagnosis.models import TerminalCommand, TerminalScreen
from incidents.response.diagnosis.sweeps import time_out_commands
from notices.channels.screens import actions, rules
from notices.channels.screens.actions import reconciling
from notices.channels.screens.actions.choosing import Where
from notices.channels.screens.models import ScreenSlot, ScreenText
from notices.channels.screens.sweeps import follow_screens
from notices.content import actions as notices
from notices.content.sweeps import expire_notices

ALL = {"01", "02", "03"}
TEXT = "自助终端暂停服务，请到人工窗口或扫码缴费。"
LAST = "310101-0001-03"


def all_of(state):
    return dict.fromkeys(sorted(ALL), state)


def test_a_notice_is_shown_with_a_receipt_by_every_terminal(standing, states, fleet):
    assert states(standing) == all_of("shown")
    assert {text for _terminal, text in fleet.received} == {TEXT}
    assert {row.shown_at for row in ScreenText.objects.all()} == {now_clock.now()}


def test_the_command_says_until_when_and_for_which_notice(standing):
    params = TerminalCommand.objects.first().params
    assert params["until"] == standing.expires_at.astimezone(now_clock.SHANGHAI).isoformat(timespec="seconds")
    assert (params["notice"], params["lines"], params["line_length"]) == (standing.number, 2, 60)


def test_what_a_terminal_shows_is_known(standing):
    screen = TerminalScreen.objects.get(terminal__code=LAST)
    assert (screen.text, screen.notice, screen.until) == (TEXT, standing.number, standing.expires_at)


def test_nothing_more_is_sent_when_all_is_shown(standing, clock):
    clock.shift(60)
    assert follow_screens() == 0
    assert TerminalCommand.objects.count() == 3


def test_a_terminal_that_is_silent_gets_it_when_it_is_back(make_notice, issued, incident, clock, fleet, states):
    fleet.report("310101-0001-01", "310101-0001-02")
    notice = issued(make_notice(incident))
    fleet.turn()
    assert states(notice) == {"01": "shown", "02": "shown", "03": "wanted"}
    clock.shift(timedelta(hours=2))
    fleet.report()
    fleet.turn()
    assert states(notice)["03"] == "shown"


def test_one_that_is_back_after_the_end_gets_nothing(make_notice, issued, incident, clock, fleet, states, publisher):
    fleet.report("310101-0001-01")
    notice = issued(make_notice(incident))
    fleet.turn()
    notices.withdraw(notice, actor=publisher, now=now_clock.now(), reason="误发")
    assert states(notice) == {"01": "leaving", "02": "dropped", "03": "dropped"}
    fleet.report()
    fleet.turn()
    assert states(notice) == {"01": "cleared", "02": "dropped", "03": "dropped"}
    assert fleet.received == [("310101-0001-01", TEXT), ("310101-0001-01", "")]


def test_one_that_went_silent_while_showing_is_cleared_when_it_is_back(standing, clock, fleet, states, publisher):
    clock.shift(timedelta(minutes=10))
    fleet.report("310101-0001-01", "310101-0001-02")
    notices.withdraw(standing, actor=publisher, now=now_clock.now(), reason="误发")
    fleet.turn()
    assert states(standing) == {"01": "cleared", "02": "cleared", "03": "leaving"}
    fleet.report()
    fleet.turn()
    assert states(standing)["03"] == "cleared"


def test_what_nobody_has_fetched_is_taken_back(make_notice, issued, incident, clock, fleet, states, publisher):
    fleet.report()
    notice = issued(make_notice(incident))
    follow_screens()
    notices.withdraw(notice, actor=publisher, now=now_clock.now(), reason="误发")
    assert states(notice) == all_of("dropped")
    assert fleet.fetch() == []


def test_what_is_carried_out_after_the_withdrawal_is_cleared(
    make_notice, issued, incident, clock, fleet, states, publisher
):
    fleet.report()
    notice = issued(make_notice(incident))
    follow_screens()
    rows = fleet.fetch()
    notices.withdraw(notice, actor=publisher, now=now_clock.now(), reason="误发")
    assert states(notice) == all_of("leaving")
    for row in rows:
        commands.answer(row.uuid, commands.Grant(None), ok=True, output="", data={}, now=now_clock.now())
    fleet.turn()
    assert states(notice) == all_of("cleared")


def test_an_update_replaces_the_text_in_one_command(standing, make_notice, issued, incident, clock, fleet, states):
    update = issued(make_notice(incident, "update", words={"short": "预计16:00恢复。"}), now=now_clock.now())
    fleet.turn()
    assert (states(standing), states(update)) == (all_of("replaced"), all_of("shown"))
    assert [text for _terminal, text in fleet.received[3:]] == ["预计16:00恢复。"] * 3


def test_an_all_clear_is_shown_for_half_an_hour_and_cleared(
    standing, make_notice, issued, incident, clock, fleet, states
):
    good = issued(make_notice(incident, "all_clear", words={"short": "已恢复。"}), now=now_clock.now())
    fleet.turn()
    assert states(good) == all_of("shown")
    assert {row.until for row in ScreenText.objects.filter(notice=good)} == {now_clock.now() + rules.ALL_CLEAR_FOR}
    clock.shift(rules.ALL_CLEAR_FOR)
    fleet.report()
    fleet.turn()
    assert states(good) == all_of("cleared")


def test_expiry_takes_it_away(standing, clock, fleet, states):
    clock.move_to(standing.expires_at)
    expire_notices()
    fleet.report()
    fleet.turn()
    assert states(standing) == all_of("cleared")
    assert set(TerminalScreen.objects.values_list("text", flat=True)) == {""}


def test_its_own_time_ends_it_where_the_notice_is_not_ended(standing, clock, states):
    clock.move_to(standing.expires_at)
    follow_screens()
    assert states(standing) == all_of("leaving")


def test_a_dead_terminal_is_not_waited_for_for_ever(standing, clock, states):
    clock.move_to(standing.expires_at + rules.GIVE_UP)
    follow_screens()
    follow_screens()
    assert states(standing) == all_of("lapsed")
    assert not ScreenSlot.objects.exclude(due_at=None).exists()


def test_a_refusal_is_tried_again_with_patience(make_notice, issued, incident, clock, fleet, states):
    fleet.report()
    notice = issued(make_notice(incident))
    follow_screens()
    fleet.answer(LAST, ok=False, output="screen locked")
    fleet.turn()
    assert states(notice) == {"01": "shown", "02": "shown", "03": "failed"}
    assert ScreenText.objects.get(terminal__code=LAST).why == "screen locked"
    assert fleet.turn() == []
    clock.shift(15)
    assert len(fleet.turn()) == 1
    assert states(notice)["03"] == "shown"


@pytest.mark.parametrize(("fetches", "why"), [(False, "终端未领取指令"), (True, "终端领取后未答复")])
def test_no_answer_is_a_failure_with_a_reason(make_notice, issued, incident, clock, fleet, states, fetches, why):
    fleet.report()
    notice = issued(make_notice(incident))
    follow_screens()
    fleet.fetch() if fetches else None
    clock.shift(601)
    time_out_commands()
    follow_screens()
    assert states(notice) == all_of("failed")
    assert {row.why for row in ScreenText.objects.all()} == {why}


def test_without_an_answer_it_may_stand_there_and_is_cleared(
    make_notice, issued, incident, clock, fleet, states, publisher
):
    fleet.report()
    notice = issued(make_notice(incident))
    follow_screens()
    fleet.fetch()
    clock.shift(601)
    time_out_commands()
    follow_screens()
    notices.withdraw(notice, actor=publisher, now=now_clock.now(), reason="误发")
    fleet.report()
    fleet.turn()
    assert states(notice) == all_of("cleared")


def test_a_drill_reaches_no_screen(make_notice, issued, make_incident, site, clock, fleet):
    fleet.report()
    issued(make_notice(make_incident(site, is_drill=True)))
    follow_screens()
    assert not ScreenText.objects.exists()
    assert not TerminalCommand.objects.exists()


def test_the_newest_of_two_notices_is_shown_and_the_other_returns(
    standing, make_incident, make_notice, issued, site, clock, fleet, states, publisher
):
    clock.shift(60)
    other = issued(make_notice(make_incident(site), words={"short": "停水。"}), now=now_clock.now())
    fleet.turn()
    assert (states(standing), states(other)) == (all_of("covered"), all_of("shown"))
    notices.withdraw(other, actor=publisher, now=now_clock.now(), reason="误发")
    fleet.turn()
    assert (states(standing), states(other)) == (all_of("shown"), all_of("replaced"))


def test_markup_and_control_characters_are_only_text(make_notice, issued, incident, clock, fleet):
    fleet.report()
    issued(make_notice(incident, words={"short": "<script>x</script>\u202e请\x07到\n窗口"}))
    follow_screens()
    assert {row.params["text"] for row in fleet.fetch()} == {"<script>x</script>请到 窗口"}


class TestPeople:
    """What somebody else puts on a screen."""

    @pytest.fixture
    def by_hand(self, standing, manager, clock, fleet):
        def show(**params):
            clock.shift(30)
            commands.send("show_text", [LAST], actor=manager, now=now_clock.now(), params=params)
            fleet.turn()
            return standing

        return show

    def test_a_later_text_of_a_person_covers_the_notice(self, by_hand, states):
        assert states(by_hand(text="请稍候"))["03"] == "covered"

    def test_the_notice_returns_when_that_is_over(self, by_hand, clock, fleet, states):
        until = now_clock.now() + timedelta(minutes=2)
        notice = by_hand(text="请稍候", until=until.isoformat())
        clock.shift(121)
        fleet.turn()
        assert states(notice)["03"] == "shown"

    def test_a_screen_that_somebody_cleared_stays_clear(self, by_hand, clock, fleet, states):
        notice = by_hand(clear=True)
        clock.shift(120)
        assert fleet.turn() == []
        assert states(notice)["03"] == "covered"

    def test_sent_again_it_covers_the_person(self, by_hand, publisher, clock, fleet, states):
        notice = by_hand(text="请稍候")
        clock.shift(10)
        last = ScreenSlot.objects.get(terminal__code=LAST).pk
        actions.retry(notice, [last], actor=publisher, now=now_clock.now())
        fleet.turn()
        assert states(notice)["03"] == "shown"

    def test_the_end_of_the_notice_leaves_the_person_alone(self, by_hand, publisher, fleet, states):
        notice = by_hand(text="请稍候")
        notices.withdraw(notice, actor=publisher, now=now_clock.now(), reason="误发")
        fleet.turn()
        assert states(notice) == {"01": "cleared", "02": "cleared", "03": "replaced"}
        assert TerminalScreen.objects.get(terminal__code=LAST).text == "请稍候"

    def test_a_terminal_that_says_it_shows_nothing_gets_it_again(self, standing, clock, fleet, states, manager):
        commands.send("status", [LAST], actor=manager, now=now_clock.now())
        (row,) = commands.hand_out(commands.Grant(None), [], [LAST], most=1, now=now_clock.now())
        commands.answer(row.uuid, commands.Grant(None), ok=True, output="", data={"screen": ""}, now=now_clock.now())
        assert len(fleet.turn()) == 1
        assert states(standing) == all_of("shown")


def test_a_worker_that_is_killed_leaves_nothing_half_done(
    make_notice, issued, incident, clock, fleet, states, monkeypatch
):
    fleet.report()
    notice = issued(make_notice(incident))
    with monkeypatch.context() as patched:
        patched.setattr(reconciling._Bench, "save", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.reconcile(now=now_clock.now())
    assert not TerminalCommand.objects.exists()
    assert states(notice) == all_of("wanted")
    fleet.turn()
    assert states(notice) == all_of("shown")


# ---- what must not be shown


@pytest.fixture
def kept_off(request, make_incident, site, make_notice, issued, fleet, clock):
    """An issued notice of a drill, or one that was issued without screens."""
    fleet.report()
    if request.param == "drill":
        return issued(make_notice(make_incident(site, is_drill=True)))
    return issued(make_notice(make_incident(site), outlets=["weibo"]))


@pytest.mark.parametrize("kept_off", ["drill", "outlets"], indirect=True)
def test_nobody_brings_it_onto_a_screen_later(kept_off, site, publisher, fleet):
    terminals, now = [terminal.pk for terminal in site.terminals.all()], now_clock.now()
    with pytest.raises(Refused):
        actions.choose(kept_off, Where(), actor=publisher, now=now)
    with pytest.raises(Refused):
        actions.put_back(kept_off, terminals, actor=publisher, now=now)
    actions.publish(kept_off, actor=publisher, now=now)
    fleet.turn()
    assert fleet.received == []


@pytest.mark.parametrize("said", [f"{TEXT[:8]} {TEXT[8:]}", TEXT[:12]])
def test_a_terminal_that_says_it_in_its_own_way_is_cleared(standing, publisher, fleet, clock, said):
    clock.shift(60)
    fleet.report()
    commands.send("status", [LAST], actor=None, now=now_clock.now())
    (question,) = fleet.ask(LAST)
    commands.answer(question.uuid, Grant(None), ok=True, output="", data={"screen": said}, now=now_clock.now())
    notices.withdraw(standing, actor=publisher, now=now_clock.now(), reason="误报")
    fleet.turn()
    assert (LAST, "") in fleet.received
