"""Keepers hear what runs low."""

import pytest

from emergency_ops.lib.roles import Role
from resources.inventory.actions import ledger, minimums, reservations
from resources.inventory.keepers import keepers_of
from resources.staff.models import Memo
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def low_memos(depot, part, stock_up, storekeeper):
    """Ten pieces, a minimum of five; low_memos() counts what was told since."""
    stock_up(10)
    minimums.set_minimum(depot, part, 5, 8, actor=None, now=NOON)
    return lambda: Memo.objects.filter(key__startswith="stock-low").count()


def test_the_keeper_is_told_when_a_part_falls_below_its_minimum(depot, part, low_memos):
    ledger.issue(depot, part, 5, actor=None, now=NOON)
    assert low_memos() == 0
    ledger.issue(depot, part, 1, actor=None, now=NOON)
    memo = Memo.objects.get()
    assert (memo.title, memo.recipient.username) == ("SH-01备件库 的扫码头低于安全库存", "storekeeper")
    assert memo.link.endswith("?depot=SH-01")


def test_once_until_it_was_refilled(depot, part, low_memos):
    for _ in range(2):
        ledger.issue(depot, part, 3, actor=None, now=NOON)
        ledger.issue(depot, part, 3, actor=None, now=NOON)
        ledger.receive(depot, part, 6, actor=None, now=NOON)
    assert low_memos() == 2


def test_a_promise_that_comes_and_goes_is_told_once(depot, part, subject, low_memos):
    for _ in range(3):
        held = reservations.reserve(depot, part, 6, subject=subject, actor=None, now=NOON)
        reservations.release(held, reason="不需要", actor=None, now=NOON)
    assert low_memos() == 1


def test_a_depots_own_keepers_are_told(make_depot, field_staff, storekeeper):
    assert keepers_of(make_depot("SH-02", "310104", keeper=field_staff)) == [field_staff]


def test_without_keepers_the_nearest_storekeepers_are_told(make_depot, make_person, storekeeper):
    near = make_person("near", Role.STOREKEEPER, regions=["310104"])
    assert keepers_of(make_depot("SH-02", "310104")) == [near]
    assert keepers_of(make_depot("SH-01", "310101")) == [storekeeper]
