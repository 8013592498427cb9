"""What has to be seen to with equipment is told once, and told again when it falls due again."""

from datetime import timedelta

import pytest

from resources.inventory.actions import custody
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.actions.reminding import remind
from resources.inventory.models import Equipment
from resources.staff.models import Memo
from tests.conftest import NOON

DAY = timedelta(days=1)
LATER = NOON + 2 * DAY


@pytest.fixture
def kept(make_depot, storekeeper):
    return make_depot("SH-05", keeper=storekeeper)


@pytest.fixture
def charged(make_item, kept):
    """An item of which nothing is due."""
    return make_item("POS-5", depot=kept, battery_percent=90)


def titles(person):
    return [memo.title for memo in Memo.objects.filter(recipient=person).order_by("pk")]


def test_nothing_due_nothing_told(charged):
    assert remind(NOON) == 0


def test_a_late_return_is_told_to_keeper_and_holder(charged, by, field_staff, storekeeper):
    custody.hand_out(charged, Receiver(field_staff, due_back=NOON + DAY), by())
    assert remind(LATER) == 1
    assert titles(storekeeper) == titles(field_staff) == ["POS-5：超期未还"]


def test_it_is_told_once(charged, by, field_staff):
    custody.hand_out(charged, Receiver(field_staff, due_back=NOON + DAY), by())
    assert [remind(LATER), remind(LATER + DAY)] == [1, 0]
    assert Memo.objects.count() == 2


def test_it_is_told_again_when_it_is_late_again(charged, by, field_staff):
    custody.hand_out(charged, Receiver(field_staff, due_back=NOON + DAY), by())
    remind(LATER)
    custody.take_back(charged, charged.depot, Found("good"), by(minutes=3000))
    custody.hand_out(charged, Receiver(field_staff, due_back=LATER + DAY), by(minutes=3001))
    assert remind(LATER + 2 * DAY) == 1


def test_maintenance_is_told_thirty_days_ahead(make_item, kept):
    make_item("S-1", kind="standby_terminal", depot=kept, maintenance_due=(NOON + 31 * DAY).date())
    assert [remind(NOON), remind(NOON + DAY)] == [0, 1]


def test_many_at_once_are_one_memo(make_item, kept, storekeeper):
    for number in range(12):
        make_item(f"P-{number:02}", depot=kept)
    remind(NOON)
    memo = Memo.objects.get(recipient=storekeeper)
    assert memo.title == "12 件移动设备需要处理"
    assert memo.body.splitlines()[0] == "P-00 便携POS机：需要检查电量"
    assert memo.body.splitlines()[-1] == "另有 2 项。"
    assert memo.link == "/inventory/equipment/?due=any&depot=SH-05"


def test_a_low_battery_is_told(make_item, kept, storekeeper):
    make_item("P-1", depot=kept, battery_percent=20)
    remind(NOON)
    assert titles(storekeeper) == ["P-1：电量低"]


def test_reminders_are_no_part_of_the_history(make_item, kept):
    item = make_item("P-1", depot=kept)
    remind(NOON)
    assert Equipment.objects.get().told == ["battery_check:never"]
    assert item.history.count() == 1


@pytest.mark.parametrize("size", [2, 30])
def test_it_costs_the_same_whatever_there_is(make_item, kept, size, django_assert_num_queries):
    for number in range(size):
        make_item(f"P-{number}", depot=kept)
    with django_assert_num_queries(5):
        remind(NOON)
