"""Reserving a plan: all of it once, or nothing."""

import pytest

from emergency_ops.lib.errors import Forbidden
from resources.inventory.actions import ledger, planning
from resources.inventory.actions.planning import Take
from resources.inventory.choices import NeedState, ReservationState
from resources.inventory.models import InventoryEvent, Need, Reservation
from resources.inventory.subjects import Subject
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused
from tests.resources.inventory.stock.test_at_once import CLIENTS, at_once


@pytest.fixture
def reserve(subject, manager):
    def act(takes, key="k", actor=manager, subject=subject):
        return planning.reserve_plan(subject, takes, key=key, actor=actor, now=NOON)

    return act


def test_the_whole_plan_is_reserved(reserve, ask, planned, stock_up, depot, nanjing):
    stock_up(2)
    stock_up(5, depot=nanjing)
    need = ask(3)
    made = reserve(planned().takes)
    assert [(row.depot, row.quantity, row.need) for row in made] == [(depot, 2, need), (nanjing, 1, need)]
    need.refresh_from_db()
    assert need.state == NeedState.RESERVED


def test_one_event_a_depot(reserve, ask, planned, stock_up):
    stock_up(9)
    ask(3)
    reserve(planned().takes)
    event = InventoryEvent.objects.get(code="plan_reserved")
    assert event.params == {"depot": "SH-01备件库", "parts": [["扫码头", 3]]}


def test_twice_the_same_request_reserves_once(reserve, ask, planned, stock_up, level_of):
    stock_up(9)
    ask(3)
    takes = planned().takes
    assert reserve(takes) == reserve(takes)
    assert level_of() == (9, 3, 0)


def test_nothing_is_reserved_when_stock_went_elsewhere(reserve, ask, planned, stock_up, depot, part, nanjing):
    stock_up(2)
    stock_up(5, depot=nanjing)
    ask(3)
    takes = planned().takes
    ledger.issue(depot, part, 1, actor=None, now=NOON)
    with refused("stock_short"):
        reserve(takes)
    assert not Reservation.objects.exists()


def test_somebody_else_was_quicker(reserve, ask, planned, stock_up):
    stock_up(9)
    ask(3)
    takes = planned().takes
    reserve(takes, key="first")
    with refused("plan_changed"):
        reserve(takes, key="second")


def test_an_empty_plan_is_no_plan(reserve):
    with refused("plan_empty"):
        reserve([])


def test_needs_of_another_incident_are_not_touched(reserve, ask, planned, stock_up):
    stock_up(9)
    ask(3)
    with refused("need_unknown"):
        reserve(planned().takes, subject=Subject("incident", 8, "SJ-8"))


def test_lines_are_pieces_of_depots(reserve, ask, depot):
    with refused("plan_line"):
        reserve([Take(ask().pk, depot.pk, 0)])


def test_who_plans_for_the_site_reserves_in_other_regions_too(reserve, ask, planned, stock_up, nanjing, manager):
    stock_up(5, depot=nanjing)
    ask(3)
    assert reserve(planned().takes)[0].created_by == manager


@pytest.mark.parametrize("persona", ["outsider", "field_staff", "auditor"])
def test_others_reserve_nothing(reserve, ask, planned, stock_up, request, persona):
    stock_up(5)
    ask(3)
    with pytest.raises(Forbidden):
        reserve(planned().takes, actor=request.getfixturevalue(persona))


def test_giving_back_makes_the_need_open_again(reserve, ask, planned, stock_up, nanjing, manager):
    stock_up(5, depot=nanjing)
    need = ask(3)
    held = reserve(planned().takes)[0]
    planning.release(held, reason="改由上海供货", actor=manager, now=NOON)
    need.refresh_from_db()
    held.refresh_from_db()
    assert (need.state, held.state) == (NeedState.OPEN, ReservationState.RELEASED)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_reserve_one_plan(ask, planned, stock_up, subject, level_of):
    stock_up(200)
    ask(3)
    takes = planned().takes

    def act(number):
        return len(planning.reserve_plan(subject, takes, key=f"k{number}", actor=None, now=NOON))

    done = at_once(act)
    assert (done.count(1), done.count("plan_changed")) == (1, CLIENTS - 1)
    assert level_of() == (200, 3, 0)
    assert Need.objects.get().state == NeedState.RESERVED
