"""Overdue transfers: both ends are told, once."""

from datetime import timedelta

import pytest

from resources.inventory.actions.transfers import tell_next_overdue
from resources.inventory.models import InventoryEvent
from resources.inventory.sweeps import tell_overdue_transfers
from resources.staff.models import Memo
from tests.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def late(make_transfer, send):
    return send(make_transfer(3), expected_at=NOON + HOUR)


def test_both_ends_are_told_once(late, storekeeper, keeper):
    assert [tell_next_overdue(NOON + 2 * HOUR), tell_next_overdue(NOON + 2 * HOUR)] == [True, False]
    told = Memo.objects.filter(key__startswith="transfer-overdue").values_list("recipient__name", flat=True)
    assert {storekeeper.name, keeper.name} <= set(told)


def test_nobody_is_told_before_the_time(late):
    assert not tell_next_overdue(NOON + HOUR / 2)


def test_what_has_arrived_is_not_overdue(late, receive):
    receive(late, 3)
    assert not tell_next_overdue(NOON + 2 * HOUR)


def test_it_stands_in_its_history(late):
    tell_next_overdue(NOON + 2 * HOUR)
    assert InventoryEvent.objects.filter(code="transfer_overdue", actor=None).count() == 1


def test_the_sweep_counts_them(late, clock):
    clock.shift(2 * HOUR)
    assert [tell_overdue_transfers(), tell_overdue_transfers()] == [1, 0]
