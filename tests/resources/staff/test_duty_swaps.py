"""Swaps: asked, agreed, declined, withdrawn."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.roles import Role
from resources.staff.actions.shifts import move_shift
from resources.staff.actions.swaps import agree, ask_swap, decline, withdraw
from resources.staff.choices import AbsenceKind, Function, ShiftSource, SwapState
from resources.staff.models import Absence, Memo, Shift, ShiftSwap, StaffEvent, Training
from tests.conftest import NOON
from tests.resources.staff.duty import DAY, HOUR, make_post, make_shift

NOW = NOON


@pytest.fixture
def post(regions):
    return make_post(regions["310000"])


@pytest.fixture
def two(make_person):
    return [make_person(name, Role.FIELD_STAFF, regions=["310000"]) for name in ("甲", "乙")]


@pytest.fixture
def shifts(post, two):
    """One's shift tomorrow, the other's the day after."""
    return [make_shift(post, two[0]), make_shift(post, two[1], NOON + 2 * DAY)]


@pytest.fixture
def swap(shifts, two):
    return ask_swap(shifts[0], two[1], counter_shift=shifts[1], reason="家里有事", actor=two[0], now=NOW)


def people_of(shifts):
    return [Shift.objects.get(pk=shift.pk).person for shift in shifts]


def test_asking_changes_no_shift_and_tells_the_other(swap, shifts, two):
    assert people_of(shifts) == two
    assert Memo.objects.get().recipient == two[1]


def test_agreeing_exchanges_both(swap, shifts, two):
    agree(swap, actor=two[1], now=NOW)
    assert people_of(shifts) == two[::-1]
    assert {shift.source for shift in Shift.objects.all()} == {ShiftSource.SWAP}
    assert StaffEvent.objects.filter(code="shift_swapped").count() == 1


def test_agreeing_twice_is_agreeing_once(swap, shifts, two):
    agree(swap, actor=two[1], now=NOW)
    agree(swap, actor=two[1], now=NOW)
    assert people_of(shifts) == two[::-1]
    assert StaffEvent.objects.filter(code="shift_swapped").count() == 1


def test_a_shift_may_be_given_for_nothing(shifts, two):
    agree(ask_swap(shifts[0], two[1], actor=two[0], now=NOW), actor=two[1], now=NOW)
    assert people_of(shifts) == [two[1], two[1]]


def test_shifts_that_follow_each_other_may_be_exchanged(post, two):
    first, second = make_shift(post, two[0], length=24), make_shift(post, two[1], length=24, label="备勤")
    agree(ask_swap(first, two[1], counter_shift=second, actor=two[0], now=NOW), actor=two[1], now=NOW)
    assert people_of([first, second]) == two[::-1]


@pytest.mark.parametrize("answer", [agree, decline])
def test_only_who_is_asked_answers(swap, two, answer):
    with pytest.raises(Forbidden):
        answer(swap, actor=two[0], now=NOW)


def test_only_who_asked_withdraws(swap, two):
    with pytest.raises(Forbidden):
        withdraw(swap, actor=two[1], now=NOW)
    assert withdraw(swap, actor=two[0], now=NOW).state == SwapState.WITHDRAWN


def test_a_declined_swap_stays_declined(swap, shifts, two):
    decline(swap, answer="有安排", actor=two[1], now=NOW)
    with pytest.raises(Refused):
        agree(swap, actor=two[1], now=NOW)
    assert people_of(shifts) == two


def test_asking_twice_is_refused(swap, shifts, two):
    with pytest.raises(Refused) as refusal:
        ask_swap(shifts[0], two[1], actor=two[0], now=NOW)
    assert refusal.value.code == "swap_open"


def test_another_ones_shift_cannot_be_given_away(shifts, two):
    with pytest.raises(Refused):
        ask_swap(shifts[1], two[0], actor=two[0], now=NOW)


def test_oneself_cannot_be_asked(shifts, two):
    with pytest.raises(Invalid):
        ask_swap(shifts[0], two[0], actor=two[0], now=NOW)


def test_somebody_of_another_post_cannot_be_asked(shifts, two, field_staff):
    with pytest.raises(Invalid) as refusal:
        ask_swap(shifts[0], field_staff, actor=two[0], now=NOW)
    assert refusal.value.code == "swap_partner"


def test_a_shift_that_has_begun_is_not_swapped(swap, two):
    with pytest.raises(Refused) as refusal:
        agree(swap, actor=two[1], now=NOON + DAY + HOUR)
    assert refusal.value.code == "swap_begun"


def test_a_move_by_a_manager_ends_the_request(swap, shifts, two, make_person, manager):
    third = make_person("丙", Role.FIELD_STAFF)
    move_shift(shifts[0], third, reason="安排", actor=manager, now=NOW)
    with pytest.raises(Refused):
        agree(swap, actor=two[1], now=NOW)
    assert ShiftSwap.objects.get().state == SwapState.WITHDRAWN


def test_somebody_on_duty_elsewhere_cannot_take_it(swap, shifts, two, regions):
    make_shift(make_post(regions["310000"], Function.LOGISTICS, "后勤"), two[1], NOON + DAY + HOUR, 2)
    with pytest.raises(Refused) as refusal:
        agree(swap, actor=two[1], now=NOW)
    assert refusal.value.code == "shift_overlap"


def test_somebody_away_cannot_take_it(swap, shifts, two):
    Absence.objects.create(
        person=two[1], kind=AbsenceKind.LEAVE, period=shifts[0].period, reported_at=NOW, reported_by=two[1]
    )
    with pytest.raises(Refused) as refusal:
        agree(swap, actor=two[1], now=NOW)
    assert refusal.value.code == "shift_absent"


def test_somebody_untrained_cannot_take_it(swap, post, two):
    post.required_training = Training.objects.create(code="T", name="上岗培训")
    post.save()
    with pytest.raises(Refused) as refusal:
        agree(swap, actor=two[1], now=NOW)
    assert refusal.value.code == "shift_untrained"


@pytest.mark.parametrize(("persona", "status"), [("outsider", 404), ("field_staff", 404), ("manager", 200)])
def test_the_page_is_for_both_and_their_managers(swap, persona, status, request, client):
    client.force_login(request.getfixturevalue(persona))
    assert client.get(reverse("staff:swap", args=[swap.pk])).status_code == status


def test_the_form_asks_and_the_button_agrees(shifts, two, client, clock):
    client.force_login(two[0])
    data = {"taker": "乙", "counter": shifts[1].pk, "reason": "家里有事"}
    client.post(reverse("staff:swap_ask", args=[shifts[0].pk]), data)
    client.force_login(two[1])
    client.post(reverse("staff:swap", args=[ShiftSwap.objects.get().pk]), {"decision": "agree"})
    assert people_of(shifts) == two[::-1]


def test_a_refused_request_keeps_what_was_typed(shifts, two, client, clock):
    Absence.objects.create(
        person=two[1], kind=AbsenceKind.LEAVE, period=shifts[0].period, reported_at=NOW, reported_by=two[1]
    )
    client.force_login(two[0])
    data = {"taker": "乙", "counter": "", "reason": "家里有事"}
    answer = client.post(reverse("staff:swap_ask", args=[shifts[0].pk]), data)
    assert (answer.status_code, "家里有事" in answer.text, "离岗" in answer.text) == (200, True, True)


@pytest.mark.django_db(transaction=True)
def test_two_browsers_agree_at_once(swap, shifts, two):
    barrier = Barrier(2)

    def press():
        barrier.wait()
        agree(swap, actor=two[1], now=NOW)
        connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert people_of(shifts) == two[::-1]
    assert StaffEvent.objects.filter(code="shift_swapped").count() == 1
