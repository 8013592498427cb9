"""The proof that stored figures are what they sum."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from resources.inventory.actions import ledger, reservations, transfers
from resources.inventory.checking import differences
from resources.inventory.models import Reservation, StockLevel, StockMovement
from resources.inventory.sweeps import check_ledger
from resources.staff.models import Memo
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(depot, nanjing, part, stock_up, subject, commander):
    """A depot that has received, reserved, issued, and sent something."""
    stock_up(10)
    held = reservations.reserve(depot, part, 4, subject=subject, actor=None, now=NOON)
    reservations.use(held, 1, actor=None, now=NOON)
    ledger.adjust(depot, part, -1, actor=None, now=NOON, reason="少一件")
    sent = transfers.create(depot, nanjing, [(part, 2, None)], actor=commander, now=NOON)
    transfers.send(sent, actor=None, now=NOON)
    return held


def test_what_actions_write_adds_up(busy, capsys):
    call_command("check_ledger")
    assert "一致" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        ("on_hand", "SH-01 SCAN：在库记为 7，出入库合计 6"),
        ("reserved", "SH-01 SCAN：预留记为 4，未出库的预留合计 3"),
        ("in_transit", "SH-01 SCAN：在途记为 1，已发出的调拨合计 0"),
    ],
)
def test_a_level_that_says_something_else_is_named(busy, capsys, figure, sentence):
    StockLevel.objects.filter(depot__code="SH-01").update(**{figure: F(figure) + 1})
    with pytest.raises(CommandError, match="1 处不一致"):
        call_command("check_ledger")
    assert sentence in capsys.readouterr().out


def test_rows_without_a_level_are_named(busy):
    StockLevel.objects.all().delete()
    assert {(one.figure, one.row, one.sum) for one in differences() if one.depot == "SH-01"} == {
        ("on_hand", 0, 6),
        ("reserved", 0, 3),
    }


def test_a_wrong_balance_is_named(depot, part, stock_up):
    stock_up(3)
    StockMovement.objects.create(depot=depot, part=part, kind="receipt", quantity=2, balance=9, at=NOON)
    StockLevel.objects.update(on_hand=5)
    (wrong,) = differences()
    assert (wrong.figure, wrong.row, wrong.sum) == ("balance", 9, 5)


def test_a_reservation_that_says_more_was_issued_is_named(busy):
    Reservation.objects.update(issued=2)
    assert {(one.figure, one.row, one.sum) for one in differences()} == {("issued", 2, 1), ("reserved", 3, 2)}


def test_the_sweep_tells_storekeepers_and_administrators_once_a_day(busy, storekeeper, administrator, clock):
    StockLevel.objects.filter(depot__code="SH-01").update(on_hand=9)
    assert (check_ledger(), check_ledger()) == (1, 1)
    assert set(Memo.objects.filter(key__startswith="ledger").values_list("recipient__username", "title")) == {
        ("storekeeper", "库存账不平：1 处不一致"),
        ("administrator", "库存账不平：1 处不一致"),
    }
    clock.shift(timedelta(days=1))
    check_ledger()
    assert Memo.objects.filter(key__startswith="ledger").count() == 4


def test_a_ledger_that_adds_up_tells_nobody(busy, storekeeper, clock):
    assert check_ledger() == 0
    assert not Memo.objects.filter(key__startswith="ledger").exists()
