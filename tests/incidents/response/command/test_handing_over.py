"""Command is handed over with a summary, accepted by the taker, or taken over with a reason; and before a shift ends."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.escalation.actions import fire_next
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.response import actions
from incidents.response.command.actions import accept, assign, propose, take_over, withdraw
from incidents.response.command.queries import commander as commander_of
from incidents.response.command.summary import summary_of
from incidents.response.command.sweeps import watch_shifts
from resources.staff.models import Shift

NOW = now_clock.now


@pytest.fixture
def giver(responding, manager, commander):
    assign(responding, "commander", manager, actor=commander, now=NOW())
    return manager


@pytest.fixture
def taker(make_person):
    return make_person("taker", "manager", regions=["310000"], name="周岚")


@pytest.fixture
def transfer(responding, giver, taker):
    return propose(responding, taker, summary="三台终端断电", questions="何时来电？", actor=giver, now=NOW())


def after(clock, **span):
    clock.shift(timedelta(**span))
    while fire_next(NOW()):
        pass


def test_the_summary_tells_how_things_stand(responding, manager):
    substitute = actions.request_substitute(responding, "hotline", "12345", actor=manager, now=NOW())
    actions.serve_substitute(substitute, "首个来电", actor=manager, now=NOW())
    told = summary_of(responding, NOW())
    assert all(words in told for words in ("【情况】", responding.number, "启动响应", "12345", "更新处置进展"))


def test_it_is_the_givers_until_the_taker_accepts(responding, giver, taker, transfer):
    assert commander_of(responding, NOW()) == giver
    accept(transfer, actor=taker, now=NOW())
    assert commander_of(responding, NOW()) == taker


def test_the_taker_is_told_and_the_timeline_keeps_the_words(responding, taker, transfer):
    assert OutboxMessage.objects.filter(recipient=taker, title__startswith="请确认接手指挥").exists()
    accept(transfer, actor=taker, now=NOW())
    entry = responding.timeline.latest("id")
    assert (entry.code, entry.text) == ("command_accepted", "三台终端断电")


def test_nobody_else_accepts(transfer, giver, commander):
    for person in (giver, commander):
        with pytest.raises(Forbidden):
            accept(transfer, actor=person, now=NOW())


def test_it_is_accepted_once(transfer, taker):
    accept(transfer, actor=taker, now=NOW())
    with pytest.raises(Refused):
        accept(transfer, actor=taker, now=NOW())


def test_one_at_a_time(responding, transfer, giver, commander):
    with pytest.raises(Refused):
        propose(responding, commander, summary="x", questions="", actor=giver, now=NOW())


def test_withdrawn_it_stays_with_the_giver(responding, transfer, giver):
    withdraw(transfer, actor=giver, now=NOW())
    assert commander_of(responding, NOW()) == giver
    assert not Deadline.objects.filter(kind="command_transfer_due", state="pending").exists()


def test_an_unanswered_one_reminds_both_again_and_again(responding, transfer, taker, clock):
    after(clock, minutes=10)
    after(clock, minutes=10)
    assert OutboxMessage.objects.filter(recipient=taker, title__contains="仍未确认", channel="in_app").count() == 2


def test_field_staff_cannot_have_the_command_handed_to_them(responding, giver, field_staff):
    with pytest.raises(Invalid):
        propose(responding, field_staff, summary="x", questions="", actor=giver, now=NOW())


def test_others_do_not_hand_it_over(responding, giver, taker, field_staff):
    with pytest.raises(Forbidden):
        propose(responding, taker, summary="x", questions="", actor=field_staff, now=NOW())


class TestTakingOver:
    def test_needs_a_reason(self, responding, giver, taker):
        with pytest.raises(Invalid):
            take_over(responding, "commander", actor=taker, now=NOW(), text="")

    def test_ends_what_waits_and_writes_the_state_down(self, responding, transfer, giver, commander):
        take_over(responding, "commander", actor=commander, now=NOW(), text="联系不上")
        transfer.refresh_from_db()
        made = responding.command_transfers.first()
        assert (transfer.state, commander_of(responding, NOW())) == ("withdrawn", commander)
        assert (made.reason, "【情况】" in made.summary) == ("联系不上", True)
        assert OutboxMessage.objects.filter(recipient=giver, title__contains="接手").exists()


class TestShiftEnds:
    @pytest.fixture
    def shift(self, giver, taker, make_post):
        post = make_post("commander", "310000")
        start = NOW() - timedelta(hours=7)
        spans = [
            (giver, start, NOW() + timedelta(hours=1)),
            (taker, NOW() + timedelta(hours=1), NOW() + timedelta(hours=9)),
        ]
        return [
            Shift.objects.create(
                post=post,
                day=begin.date(),
                label=f"{number}",
                period=DateTimeTZRange(begin, end),
                person=person,
                updated_at=NOW(),
            )
            for number, (person, begin, end) in enumerate(spans)
        ]

    def test_is_told_half_an_hour_before_once(self, responding, shift, giver, taker, clock):
        watch_shifts()
        assert not Deadline.objects.filter(kind="command_shift_ends").exists()
        clock.shift(timedelta(minutes=29))
        watch_shifts()
        watch_shifts()
        after(clock, minutes=1)
        told = OutboxMessage.objects.filter(title__startswith="班次即将结束", channel="in_app")
        assert set(told.values_list("recipient", flat=True)) == {giver.pk, taker.pk}
        assert responding.timeline.filter(code="command_shift_ends").count() == 1

    def test_is_not_told_to_who_has_handed_over(self, responding, shift, giver, taker, clock):
        clock.shift(timedelta(minutes=29))
        watch_shifts()
        take_over(responding, "commander", actor=taker, now=NOW(), text="提前接班")
        after(clock, minutes=1)
        assert not responding.timeline.filter(code="command_shift_ends").exists()


class TestPages:
    def test_begin_with_the_summary(self, client, giver, responding):
        client.force_login(giver)
        assert "【情况】" in client.get(f"/incidents/{responding.number}/command/hand-over/").content.decode()

    def test_hand_over_and_accept(self, client, giver, taker, responding):
        client.force_login(giver)
        client.post(
            f"/incidents/{responding.number}/command/hand-over/",
            {"taker": taker.pk, "summary": "断电", "questions": ""},
        )
        transfer = responding.command_transfers.get()
        client.force_login(taker)
        path = f"/incidents/{responding.number}/command/transfers/{transfer.pk}/"
        assert "接手指挥" in client.get(path).content.decode()
        client.post(path + "accept/")
        assert commander_of(responding, NOW()) == taker

    def test_say_what_is_missing(self, client, giver, taker, responding):
        client.force_login(giver)
        answer = client.post(f"/incidents/{responding.number}/command/hand-over/", {"taker": taker.pk, "summary": ""})
        assert answer.status_code == 400
