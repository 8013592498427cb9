"""Call-backs: taken by one, done or given up, told when late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role
from incidents.escalation.actions.deadlines import fire_next
from incidents.escalation.choices import DeadlineState
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.response import actions
from incidents.response.hotline.actions import give_back, take, take_next, tried
from incidents.response.hotline.choices import SUBJECT, CallBackState
from incidents.response.hotline.models import CallBack, CallBackAttempt


def fire_all():
    while fire_next(now_clock.now()):
        pass


def told():
    return set(OutboxMessage.objects.filter(title__startswith="回电超时").values_list("recipient__username", flat=True))


@pytest.fixture
def taken(owe, field_staff):
    return take(owe(), actor=field_staff, now=now_clock.now())


def test_is_due_and_has_its_deadline(owe):
    row = owe()
    assert row.due_at == now_clock.now() + timedelta(minutes=30)
    assert Deadline.objects.get(subject_kind=SUBJECT, subject_id=row.pk).due_at == row.due_at


def test_the_next_is_a_priority_user(owe, hotline, field_staff):
    owe()
    first = owe(priority="elderly")
    assert take_next(hotline, actor=field_staff, now=now_clock.now()) == first


def test_whoever_has_one_gets_no_second(owe, hotline, field_staff):
    owe(), owe()
    now = now_clock.now()
    assert take_next(hotline, actor=field_staff, now=now) == take_next(hotline, actor=field_staff, now=now)


def test_nobody_waits(hotline, field_staff):
    assert take_next(hotline, actor=field_staff, now=now_clock.now()) is None


def test_what_somebody_has_taken_no_other_agent_takes(taken, make_person):
    other = make_person("other", Role.FIELD_STAFF, regions=["310101"])
    with pytest.raises(Refused):
        take(taken, actor=other, now=now_clock.now())


@pytest.mark.django_db(transaction=True)
def test_two_agents_never_take_the_same(owe, hotline, manager, field_staff):
    owe(), owe()
    now = now_clock.now()

    def go(agent):
        row = take_next(hotline, actor=agent, now=now)
        connections.close_all()
        return row.pk

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(go, [manager, field_staff]))) == 2


def test_given_back_it_waits_again(taken, field_staff, manager):
    give_back(taken, actor=field_staff, now=now_clock.now())
    assert take(taken, actor=manager, now=now_clock.now()).assignee == manager


def test_done_it_forgets_the_number(taken, field_staff):
    row = tried(taken, reached=True, note="已告知窗口地点", actor=field_staff, now=now_clock.now())
    assert (row.state, row.number) == (CallBackState.DONE, "")
    assert not CallBack.objects.exclude(number="").exists()


def test_done_it_is_not_late_any_more(taken, field_staff, clock):
    tried(taken, reached=True, note="已告知", actor=field_staff, now=now_clock.now())
    assert Deadline.objects.get(subject_kind=SUBJECT).state == DeadlineState.CANCELLED
    clock.shift(timedelta(hours=1))
    fire_all()
    assert not told()


def test_done_says_what_came_of_it(taken, field_staff):
    with pytest.raises(Invalid):
        tried(taken, reached=True, note=" ", actor=field_staff, now=now_clock.now())


def test_only_whoever_has_it_says_what_came_of_it(taken, manager):
    with pytest.raises(Refused):
        tried(taken, reached=True, note="已告知", actor=manager, now=now_clock.now())


def test_in_vain_it_is_tried_again_later(taken, field_staff, hotline, clock):
    row = tried(taken, reached=False, note="", actor=field_staff, now=now_clock.now())
    assert (row.state, row.attempts, row.number) == (CallBackState.WAITING, 1, "13800001234")
    assert take_next(hotline, actor=field_staff, now=now_clock.now()) is None
    clock.shift(timedelta(minutes=10))
    assert take_next(hotline, actor=field_staff, now=now_clock.now()) == row


def test_in_vain_three_times_it_is_given_up_and_forgets_the_number(taken, field_staff):
    for _ in range(3):
        row = tried(
            take(taken, actor=field_staff, now=now_clock.now()),
            reached=False,
            note="",
            actor=field_staff,
            now=now_clock.now(),
        )
    assert (row.state, row.number) == (CallBackState.GIVEN_UP, "")
    assert CallBackAttempt.objects.count() == 3


def test_settled_is_settled(taken, field_staff):
    tried(taken, reached=True, note="已告知", actor=field_staff, now=now_clock.now())
    with pytest.raises(Refused):
        take(taken, actor=field_staff, now=now_clock.now())


def test_an_auditor_calls_nobody(owe, auditor):
    with pytest.raises(Forbidden):
        take(owe(), actor=auditor, now=now_clock.now())


def test_late_its_agent_hears_of_it(owe, clock):
    owe()
    clock.shift(timedelta(minutes=31))
    fire_all()
    assert told() == {"field"}


def test_later_those_in_charge_and_then_the_lead_hear_of_it(owe, clock, make_post, make_person):
    service, lead = make_person("service", Role.MANAGER), make_person("lead", Role.COMMANDER)
    make_post("customer_service", "310000", a=service)
    make_post("commander", "310000", a=lead)
    owe()
    clock.shift(timedelta(minutes=31))
    fire_all()
    clock.shift(timedelta(minutes=16))
    fire_all()
    assert told() == {"field", "service"}
    clock.shift(timedelta(minutes=16))
    fire_all()
    assert told() == {"field", "service", "lead"}


def test_it_is_told_once_a_round(owe, clock):
    owe()
    clock.shift(timedelta(minutes=31))
    fire_all(), fire_all()
    assert OutboxMessage.objects.filter(title__startswith="回电超时", channel="in_app").count() == 1


def test_the_message_does_not_name_the_number(owe, clock):
    owe()
    clock.shift(timedelta(minutes=31))
    fire_all()
    message = OutboxMessage.objects.filter(title__startswith="回电超时").first()
    assert "138****1234" in message.title
    assert "13800001234" not in message.title + message.body


def test_a_hotline_does_not_go_while_callers_wait(owe, hotline, manager):
    owe()
    with pytest.raises(Refused, match="1个回电"):
        actions.withdraw_substitute(hotline, actor=manager, now=now_clock.now())


def test_overruled_it_goes_and_the_callers_are_still_owed(owe, hotline, manager, clock):
    owe()
    actions.withdraw_substitute(hotline, actor=manager, now=now_clock.now(), overruled="由12345接续")
    clock.shift(timedelta(minutes=31))
    fire_all()
    assert told()
