"""Promises of pieces."""

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.inventory.actions import ledger, reservations
from resources.inventory.actions.reservations import Wish
from resources.inventory.choices import MovementKind
from resources.inventory.models import InventoryEvent, Reservation
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def reserve(depot, part, subject):
    def make(quantity, **facts):
        return reservations.reserve(depot, part, quantity, **{"subject": subject, "actor": None, "now": NOON, **facts})

    return make


def test_a_reservation_is_promised_and_still_on_hand(reserve, stock_up, level_of):
    stock_up(5)
    row = reserve(3)
    assert (row.reference, row.outstanding, level_of()) == ("SJ-20261123-0007", 3, (5, 3, 0))


def test_what_is_promised_is_not_promised_again(reserve, stock_up, level_of):
    stock_up(5)
    reserve(3)
    with pytest.raises(Refused, match="需要 3，可用 2（在库 5，已预留 3）"):
        reserve(3)
    assert level_of() == (5, 3, 0)


def test_what_is_promised_is_not_issued_to_others(depot, part, reserve, stock_up):
    stock_up(5)
    reserve(3)
    with pytest.raises(Refused, match="可用 2"):
        ledger.issue(depot, part, 3, actor=None, now=NOON)


def test_many_are_reserved_or_none(depot, part, make_part, subject, stock_up, level_of):
    other = make_part("PRINT")
    stock_up(5)
    stock_up(1, part=other)
    with pytest.raises(Refused, match="PRINT部件可用库存不足"):
        reservations.reserve_many([Wish(depot, part, 2), Wish(depot, other, 2)], subject=subject, actor=None, now=NOON)
    assert level_of() == (5, 0, 0)
    assert not Reservation.objects.exists()


def test_two_wishes_for_one_part_add_up(depot, part, subject, stock_up, level_of):
    stock_up(5)
    wishes = [Wish(depot, part, 2), Wish(depot, part, 3)]
    made = reservations.reserve_many(wishes, subject=subject, actor=None, now=NOON)
    assert [row.quantity for row in made] == [2, 3]
    assert level_of() == (5, 5, 0)


def test_reserving_many_takes_a_fixed_number_of_queries(depot, make_part, subject, stock_up, django_assert_num_queries):
    parts = [make_part(f"P{number}") for number in range(20)]
    for part in parts:
        stock_up(1, part=part)
    for some in (parts[:2], parts[2:]):
        with django_assert_num_queries(9):
            reservations.reserve_many([Wish(depot, part, 1) for part in some], subject=subject, actor=None, now=NOON)


def test_a_released_reservation_is_free_again(reserve, stock_up, level_of):
    stock_up(5)
    row = reservations.release(reserve(3), reason="事件已解决", actor=None, now=NOON)
    assert (row.state, row.ended_reason, level_of()) == ("released", "事件已解决", (5, 0, 0))


def test_a_release_needs_a_reason(reserve, stock_up):
    stock_up(5)
    row = reserve(3)
    with pytest.raises(Invalid, match="原因"):
        reservations.release(row, reason=" ", actor=None, now=NOON)


def test_a_reservation_is_released_once(reserve, stock_up):
    stock_up(5)
    row = reserve(3)
    reservations.release(row, reason="不需要", actor=None, now=NOON)
    with pytest.raises(Refused, match="已释放"):
        reservations.release(row, reason="不需要", actor=None, now=NOON)


def test_reserved_pieces_leave_both_sums(reserve, stock_up, level_of):
    stock_up(5)
    row = reserve(3)
    movement = reservations.use(row, 2, actor=None, now=NOON)
    assert (movement.quantity, movement.balance, movement.reference) == (-2, 3, "SJ-20261123-0007")
    assert level_of() == (3, 1, 0)


def test_a_reservation_is_closed_when_used_up(reserve, stock_up):
    stock_up(5)
    row = reserve(3)
    reservations.use(row, 3, actor=None, now=NOON, kind=MovementKind.TRANSFER_OUT)
    row.refresh_from_db()
    assert (row.state, row.issued, row.ended_at) == ("used", 3, NOON)


def test_no_more_leaves_than_was_reserved(reserve, stock_up, level_of):
    stock_up(5)
    row = reserve(3)
    with pytest.raises(Refused, match="还剩 3"):
        reservations.use(row, 4, actor=None, now=NOON)
    assert level_of() == (5, 3, 0)


def test_the_rest_of_a_partly_used_reservation_is_released(reserve, stock_up, level_of):
    stock_up(5)
    row = reserve(3)
    reservations.use(row, 1, actor=None, now=NOON)
    reservations.release(row, reason="只用了一件", actor=None, now=NOON)
    assert level_of() == (4, 0, 0)


def test_repeats_of_a_key_reserve_and_use_once(reserve, stock_up, level_of):
    stock_up(5)
    first, second = (reserve(2, key="click-1") for _ in range(2))
    moves = [reservations.use(first, 1, actor=None, now=NOON, key="send-1").pk for _ in range(2)]
    assert first.pk == second.pk
    assert moves[0] == moves[1]
    assert level_of() == (4, 1, 0)


def test_a_key_is_not_used_for_another_reservation(reserve, stock_up):
    stock_up(5)
    reserve(2, key="click-1")
    with pytest.raises(Refused, match="请求编号"):
        reserve(3, key="click-1")


def test_keepers_and_coordinators_of_the_region_reserve(reserve, stock_up, storekeeper, manager, commander):
    stock_up(5)
    assert [reserve(1, actor=person).created_by for person in (storekeeper, manager, commander)]


def test_others_do_not_reserve(reserve, stock_up, field_staff, auditor, outsider):
    stock_up(5)
    for person in (field_staff, auditor, outsider):
        with pytest.raises(Forbidden):
            reserve(1, actor=person)


def test_a_depot_out_of_use_promises_nothing(depot, reserve, stock_up):
    stock_up(5)
    depot.is_active = False
    with pytest.raises(Refused, match="停用"):
        reserve(1)


def test_what_becomes_of_a_reservation_is_told(reserve, stock_up):
    stock_up(5)
    reservations.release(reserve(3), reason="不需要", actor=None, now=NOON)
    assert set(InventoryEvent.objects.values_list("code", "text")) == {
        ("reservation_reserved", ""),
        ("reservation_released", "不需要"),
    }
