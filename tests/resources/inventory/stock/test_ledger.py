"""Rows of the ledger and the levels that they make."""

import pytest
from django.db import DatabaseError, connection, transaction

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.inventory.actions import ledger
from resources.inventory.choices import MovementKind
from resources.inventory.models import Reservation, StockMovement
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_receipt_raises_the_level_and_tells_the_balance(depot, part, stock_up, level_of):
    stock_up(10)
    row = ledger.receive(depot, part, 5, actor=None, now=NOON)
    assert (row.quantity, row.balance, level_of()) == (5, 15, (15, 0, 0))


@pytest.mark.parametrize(
    ("action", "quantity", "change"),
    [(ledger.issue, 3, -3), (ledger.scrap, 2, -2), (ledger.give_back, 4, 4), (ledger.adjust, -1, -1)],
)
def test_each_action_writes_its_sign(depot, part, stock_up, level_of, action, quantity, change):
    stock_up(10)
    row = action(depot, part, quantity, actor=None, now=NOON, reason="盘点后更正")
    assert row.quantity == change
    assert level_of() == (10 + change, 0, 0)


def test_an_issue_beyond_the_free_stock_says_how_many_there_are(depot, part, stock_up, level_of):
    stock_up(2)
    with pytest.raises(Refused, match="需要 3，可用 2"):
        ledger.issue(depot, part, 3, actor=None, now=NOON)
    assert level_of() == (2, 0, 0)


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001, 10**30])
def test_a_quantity_that_cannot_be_is_refused(depot, part, quantity):
    with pytest.raises(Invalid):
        ledger.receive(depot, part, quantity, actor=None, now=NOON)
    assert not StockMovement.objects.exists()


@pytest.mark.parametrize("action", [ledger.adjust, ledger.scrap])
def test_an_adjustment_and_a_scrap_need_a_reason(depot, part, stock_up, action):
    stock_up(3)
    with pytest.raises(Invalid, match="需要写明原因"):
        action(depot, part, 1, actor=None, now=NOON, reason="  ")


def test_the_subject_is_named_in_the_row(depot, part, stock_up, subject):
    stock_up(3)
    row = ledger.issue(depot, part, 1, actor=None, now=NOON, subject=subject)
    assert (row.subject_kind, row.subject_id, row.reference) == ("incident", 7, "SJ-20261123-0007")


def test_a_repeated_key_makes_no_second_row(depot, part, stock_up, level_of):
    stock_up(3)
    rows = [ledger.issue(depot, part, 1, actor=None, now=NOON, key="form-1") for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    assert level_of() == (2, 0, 0)


def test_a_key_is_not_used_for_something_else(depot, part, make_part, stock_up):
    stock_up(3)
    ledger.issue(depot, part, 1, actor=None, now=NOON, key="form-1")
    with pytest.raises(Refused, match="请求编号"):
        ledger.issue(depot, part, 2, actor=None, now=NOON, key="form-1")
    with pytest.raises(Refused, match="请求编号"):
        ledger.receive(depot, make_part("OTHER"), 1, actor=None, now=NOON, key="form-1")


def test_only_a_keeper_writes_the_ledger(depot, part, storekeeper, commander, outsider):
    ledger.receive(depot, part, 1, actor=storekeeper, now=NOON)
    for stranger in (commander, outsider):
        with pytest.raises(Forbidden):
            ledger.receive(depot, part, 1, actor=stranger, now=NOON)


def test_the_keeper_and_the_deputy_of_a_depot_keep_it(make_depot, part, field_staff, outsider):
    depot = make_depot("SH-02", "310104", keeper=field_staff, deputy=outsider)
    assert ledger.receive(depot, part, 1, actor=field_staff, now=NOON).actor == field_staff
    assert ledger.receive(depot, part, 1, actor=outsider, now=NOON).balance == 2


def test_reserved_pieces_leave_through_their_reservation_only(depot, part, subject, stock_up):
    stock_up(3)
    with pytest.raises(ValueError, match=r"reservations\.use"), transaction.atomic():
        ledger.post(depot, part, MovementKind.ISSUE, 1, actor=None, now=NOON, reservation=Reservation())


@pytest.mark.parametrize(
    "change",
    ["UPDATE resources_stockmovement SET quantity = 9", "DELETE FROM resources_stockmovement"],
)
def test_the_database_refuses_to_change_a_row(stock_up, change):
    stock_up(3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_queries_of_a_movement_do_not_grow_with_the_ledger(depot, part, stock_up, django_assert_num_queries):
    for _ in range(2):
        stock_up(3)
        with django_assert_num_queries(6):
            ledger.issue(depot, part, 1, actor=None, now=NOON)
