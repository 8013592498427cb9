"""Transfers of what was reserved, and what becomes of the needs."""

import pytest

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import reservations, transfers
from resources.inventory.choices import NeedState, ReservationState
from resources.inventory.subjects import Subject
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused


@pytest.fixture
def need(make_need):
    return make_need(3)


@pytest.fixture
def promised(reserve, need):
    return reserve(3, need)


@pytest.fixture
def plan(subject, manager):
    def make(*rows):
        return transfers.create_from_reservations(subject, rows, actor=manager, now=NOON)

    return make


def test_one_transfer_a_depot_and_site(plan, reserve, make_need, make_part, make_site):
    other = make_part("B")
    here = reserve(3, make_need()), reserve(1, make_need(1, part=other), part=other)
    there = reserve(2, make_need(2, site=make_site("310104-0001")))
    assert [made.lines.count() for made in plan(*here, there)] == [2, 1]


def test_planning_again_makes_no_second(plan, promised):
    assert plan(promised) == plan(promised)


def test_what_is_reserved_leaves_from_the_reservation(plan, promised, send, level_of):
    send(plan(promised)[0])
    promised.refresh_from_db()
    assert (promised.state, level_of()) == (ReservationState.USED, (0, 0, 0))


def test_a_cancelled_draft_leaves_the_reservation(plan, promised, manager, level_of):
    transfers.cancel(plan(promised)[0], actor=manager, now=NOON)
    promised.refresh_from_db()
    assert (promised.state, level_of()) == (ReservationState.OPEN, (3, 3, 0))


def test_a_reservation_travels_once(plan, promised, make_transfer, site, subject):
    plan(promised)
    with refused("transfer_planned_already"):
        make_transfer(3, to=site, reservation=promised, subject=subject)


def test_a_transfer_for_nothing_takes_no_incidents_reservation(promised, make_transfer, site):
    with refused("transfer_other_subject"):
        make_transfer(3, to=site, reservation=promised)


def test_a_released_reservation_does_not_leave(plan, promised, send):
    draft = plan(promised)[0]
    reservations.release(promised, reason="改用备机", actor=None, now=NOON)
    with pytest.raises(Refused):
        send(draft)


def test_another_incidents_reservation(promised, manager):
    with refused("transfer_other_subject"):
        transfers.create_from_reservations(Subject("incident", 8, "SJ-8"), [promised], actor=manager, now=NOON)


def test_a_reservation_without_a_need_has_no_site(plan, reserve):
    with refused("transfer_no_site"):
        plan(reserve(3))


def test_a_need_is_sent_then_met(plan, promised, need, send, receive, field_staff):
    sent = send(plan(promised)[0])
    need.refresh_from_db()
    assert need.state == NeedState.SENT
    receive(sent, 3, actor=field_staff)
    need.refresh_from_db()
    assert need.state == NeedState.MET


@pytest.mark.parametrize("pieces", [0, 2])
def test_a_need_that_got_less_is_open_again(plan, promised, need, send, receive, field_staff, pieces):
    receive(send(plan(promised)[0]), pieces, actor=field_staff, remark="破损")
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


def test_a_need_whose_parts_were_called_back_is_open_again(plan, promised, need, send, recall):
    recall(send(plan(promised)[0]), 3)
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


def test_what_goes_elsewhere_meets_no_need(promised, make_transfer, subject, send, receive, need):
    receive(send(make_transfer(3, reservation=promised, subject=subject)), 3)
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


def test_a_reservation_of_another_depot_is_not_named(promised, make_depot, part, site, manager):
    with refused("transfer_other_depot"):
        transfers.create(make_depot("SH-02"), site, [(part, 3, promised)], actor=manager, now=NOON)
