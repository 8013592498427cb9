"""What is needed: said, changed, cancelled, followed."""

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid
from emergency_ops.lib.roles import Role
from resources.inventory.actions import needs, reservations
from resources.inventory.choices import NeedState, ReservationState
from resources.inventory.models import InventoryEvent, Need
from resources.inventory.rules.needs import Coverage, state_of
from resources.inventory.subjects import Subject
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused


def test_a_need_says_what_where_and_what_for(ask, site, part, manager):
    need = ask(3, actor=manager)
    assert (need.site, need.part, need.quantity, need.state) == (site, part, 3, NeedState.OPEN)
    assert need.reference == "SJ-20261123-0007"


def test_it_is_told_with_what_it_is_for(ask, subject):
    ask(3)
    event = InventoryEvent.objects.get(code="need_added")
    assert (event.subject_kind, event.subject_id, event.params["quantity"]) == ("incident", subject.id, 3)


@pytest.mark.parametrize("quantity", [0, -1, 1000, 1.5, True])
def test_pieces_are_whole_and_not_absurd(ask, quantity):
    with refused("need_quantity"):
        ask(quantity)


@pytest.mark.parametrize("what", [{"equipment_kind": "boat"}, {"part": None}])
def test_it_is_a_part_or_a_kind_of_equipment(ask, what):
    with pytest.raises(Invalid):
        ask(1, **what)


def test_a_part_and_equipment_are_two_needs(ask, part):
    with refused("need_of_what"):
        ask(1, part=part, equipment_kind="scanner")


def test_the_terminal_stands_at_the_site(ask, part, make_site):
    other = make_site("310104-0001").terminals.get()
    with refused("need_terminal"):
        ask(1, part=part, terminal=other)


def test_the_same_need_twice_is_refused(ask):
    ask(3)
    with refused("need_known"):
        ask(3)


def test_another_incident_may_need_the_same(ask, part):
    ask(3)
    ask(3, part=part, subject=Subject("incident", 8, "SJ-8"))
    assert Need.objects.count() == 2


def test_more_are_needed(ask, manager):
    assert needs.change_need(ask(3), 5, actor=manager, now=NOON).quantity == 5


def test_never_fewer_than_promised(ask, depot, part, stock_up, subject):
    stock_up(3)
    need = ask(3)
    reservations.reserve(depot, part, 3, subject=subject, actor=None, now=NOON, need=need)
    with refused("need_promised"):
        needs.change_need(need, 2, actor=None, now=NOON)


def test_cancelling_frees_what_was_promised(ask, depot, part, stock_up, subject, level_of, manager):
    stock_up(3)
    need = ask(3)
    held = reservations.reserve(depot, part, 3, subject=subject, actor=None, now=NOON, need=need)
    assert needs.cancel_need(need, reason="已修好", actor=manager, now=NOON).state == NeedState.CANCELLED
    held.refresh_from_db()
    assert (held.state, level_of()) == (ReservationState.RELEASED, (3, 0, 0))


def test_cancelling_needs_a_reason(ask):
    with refused("need_reason"):
        needs.cancel_need(ask(), reason=" ", actor=None, now=NOON)


def test_a_cancelled_need_stays_so(ask):
    need = needs.cancel_need(ask(), reason="已修好", actor=None, now=NOON)
    with refused("need_ended"):
        needs.change_need(need, 2, actor=None, now=NOON)


@pytest.mark.parametrize("persona", ["outsider", "auditor"])
def test_only_those_of_the_region_who_take_part_say_it(ask, request, persona):
    with pytest.raises(Forbidden):
        ask(actor=request.getfixturevalue(persona))


def test_on_site_staff_say_what_they_need(ask, field_staff):
    assert ask(actor=field_staff).created_by == field_staff


@pytest.mark.parametrize(
    ("covered", "state"),
    [
        (Coverage(), NeedState.OPEN),
        (Coverage(reserved=2), NeedState.OPEN),
        (Coverage(reserved=3), NeedState.RESERVED),
        (Coverage(reserved=1, travelling=2), NeedState.RESERVED),
        (Coverage(travelling=3), NeedState.SENT),
        (Coverage(travelling=1, arrived=2), NeedState.SENT),
        (Coverage(arrived=3), NeedState.MET),
    ],
)
def test_how_far_a_need_has_come(covered, state):
    assert state_of(NeedState.OPEN, 3, covered) == state
    assert state_of(NeedState.CANCELLED, 3, covered) == NeedState.CANCELLED


def test_a_need_without_role_is_seen_by_nobody(client, ask, make_person):
    ask()
    client.force_login(make_person("nobody"))
    assert "中心医院" not in client.get("/inventory/needs/").content.decode()


def test_a_storekeeper_may_ask(ask, storekeeper):
    assert ask(actor=storekeeper).created_by.groups.get().name == Role.STOREKEEPER
