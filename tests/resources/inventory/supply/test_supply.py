"""What no depot has gets onto the supply chain list, and off it again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emergency_ops.lib.errors import Forbidden
from resources.inventory import subject_marks
from resources.inventory.actions import deliveries, ledger, needs, supply
from resources.inventory.models import InventoryEvent, Need, SupplyRequest
from resources.inventory.rules.supply import Lack, shortfalls
from resources.inventory.sourcing import source, standing
from resources.staff.models import Memo, Post, PostAssignment
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused

DAY = date(2026, 11, 30)


def now_of(row):
    row.refresh_from_db()
    return row.state


def test_what_no_depot_has_is_asked_for_with_its_supplier(asked, need):
    assert (asked.need, asked.quantity, asked.state) == (need, 3, "open")
    assert (asked.supplier, asked.supplier_contact) == ("华扫科技", "021-5555")
    assert asked.reference == need.reference


def test_only_what_is_missing_is_asked_for(need, stock_up, follow):
    stock_up(2)
    follow()
    assert SupplyRequest.objects.get().quantity == 1


def test_what_a_depot_has_is_not_asked_for(need, stock_up, follow):
    stock_up(3)
    follow()
    assert not SupplyRequest.objects.exists()


def test_the_sweep_again_asks_for_nothing_more(asked, follow):
    assert follow() == {"asked": 0, "followed": 0, "late": 0, "undated": 0}
    assert SupplyRequest.objects.count() == 1


def test_the_quantity_follows_the_need(asked, need, follow):
    needs.change_need(need, 5, actor=None, now=NOON)
    follow()
    asked.refresh_from_db()
    assert asked.quantity == 5


def test_it_ends_when_a_depot_has_it(asked, stock_up, follow):
    stock_up(3)
    follow()
    assert now_of(asked) == "cancelled"
    assert InventoryEvent.objects.filter(subject_kind="supply", code="supply_met").exists()


def test_it_ends_with_its_need(asked, need, follow):
    needs.cancel_need(need, reason="已修好", actor=None, now=NOON)
    follow()
    assert now_of(asked) == "cancelled"


def test_what_a_person_has_cancelled_is_not_asked_for_again(asked, storekeeper, follow):
    supply.cancel(asked, "改用旧件", actor=storekeeper, now=NOON)
    follow()
    assert SupplyRequest.objects.count() == 1


def test_unless_more_is_needed_than_then(asked, storekeeper, need, follow):
    supply.cancel(asked, "改用旧件", actor=storekeeper, now=NOON)
    needs.change_need(need, 6, actor=None, now=NOON)
    follow()
    assert SupplyRequest.objects.filter(state="open").count() == 1


def test_equipment_that_no_depot_has_is_asked_for(subject, site, follow):
    needs.add_need(subject, site, 1, equipment_kind="portable_pos", actor=None, now=NOON)
    follow()
    assert SupplyRequest.objects.get().equipment_kind == "portable_pos"


def test_equipment_that_came_is_not_asked_for_again_before_it_is_registered(subject, site, follow, manager):
    needs.add_need(subject, site, 1, equipment_kind="portable_pos", actor=None, now=NOON)
    follow()
    row = SupplyRequest.objects.get()
    supply.order(row, supplier="汇付", actor=manager, now=NOON)
    supply.arrive(row, actor=manager, now=NOON)
    follow()
    assert SupplyRequest.objects.get().state == "arrived"


def test_who_acts_for_logistics_is_on_it_and_told(need, follow, storekeeper):
    post = Post.objects.create(function="logistics", region_id="310000", name="上海资源保障")
    PostAssignment.objects.create(post=post, person=storekeeper, role="A", validity=(NOON - timedelta(days=1), None))
    follow()
    assert SupplyRequest.objects.get().owner == storekeeper
    assert Memo.objects.filter(recipient=storekeeper, title__contains="扫码头缺3").exists()


def test_a_drill_is_marked(need, follow, monkeypatch, storekeeper):
    monkeypatch.setitem(subject_marks._drills, "incident", set)
    follow()
    assert SupplyRequest.objects.get().is_drill
    assert Memo.objects.filter(title__startswith="【演练】").exists()


def test_a_promise_makes_the_expected_delivery(promised, depot, part):
    delivery = promised.delivery
    assert (promised.state, promised.expected_on) == ("promised", DAY)
    assert (delivery.depot, delivery.part, delivery.quantity, delivery.expected_on) == (depot, part, 3, DAY)
    assert delivery.supplier == "华扫科技"


def test_another_day_moves_the_delivery(promised, storekeeper):
    supply.promise(promised, DAY + timedelta(days=3), actor=storekeeper, now=NOON)
    promised.delivery.refresh_from_db()
    assert promised.delivery.expected_on == DAY + timedelta(days=3)


def test_the_arrival_posts_the_stock(promised, storekeeper, depot, level_of):
    supply.arrive(promised, actor=storekeeper, now=NOON)
    assert level_of()[0] == 3
    assert now_of(promised) == "arrived"


def test_what_arrives_on_the_deliverys_page_counts(promised, storekeeper, follow):
    deliveries.arrive(promised.delivery, 3, actor=storekeeper, now=NOON)
    follow()
    assert now_of(promised) == "arrived"


def test_a_cancelled_delivery_opens_it_again(promised, storekeeper, follow):
    deliveries.cancel(promised.delivery, actor=storekeeper, now=NOON, reason="缺货")
    follow()
    assert (now_of(promised), promised.expected_on) == ("open", None)


def test_a_postponed_delivery_moves_the_expected_date(promised, storekeeper, follow):
    deliveries.postpone(promised.delivery, DAY + timedelta(days=9), actor=storekeeper, now=NOON)
    follow()
    promised.refresh_from_db()
    assert promised.expected_on == DAY + timedelta(days=9)


def test_being_late_is_told_once_a_date(promised, follow, storekeeper, depot):
    depot.keeper = storekeeper
    depot.save()
    late = NOON + timedelta(days=8)
    assert [follow(late)["late"], follow(late)["late"]] == [1, 0]
    assert Memo.objects.filter(recipient=storekeeper, title__contains="已逾期").count() == 1


def test_one_without_a_date_is_reminded_of_every_day(asked, follow, storekeeper):
    soon, days = NOON + timedelta(hours=1), [NOON + timedelta(days=day) for day in (1, 2)]
    assert follow(soon)["undated"] == 0
    assert [follow(at)["undated"] for at in (*days, days[1])] == [1, 1, 0]
    assert Memo.objects.filter(recipient=storekeeper, title__contains="还没有到货日期").count() == 2


def test_being_late_is_told_after_having_had_no_date(asked, follow, storekeeper, depot):
    follow(NOON + timedelta(hours=5))
    supply.promise(asked, NOON.date(), depot=depot, actor=storekeeper, now=NOON)
    assert [follow(NOON + timedelta(days=1))["late"] for _turn in range(2)] == [1, 0]


def test_a_part_needs_a_depot_to_be_delivered_to(asked, storekeeper):
    with refused("supply_depot"):
        supply.promise(asked, DAY, actor=storekeeper, now=NOON)


def test_a_day_that_is_over_is_no_promise(asked, storekeeper, depot):
    with refused("supply_past"):
        supply.promise(asked, date(2026, 11, 1), depot=depot, actor=storekeeper, now=NOON)


def test_nothing_arrives_twice(promised, storekeeper):
    supply.arrive(promised, actor=storekeeper, now=NOON)
    with refused("supply_state"):
        supply.arrive(promised, actor=storekeeper, now=NOON)


def test_an_order_needs_a_supplier(asked, storekeeper):
    with refused("supply_supplier"):
        supply.order(asked, supplier=" ", actor=storekeeper, now=NOON)


def test_field_staff_buy_nothing(asked, field_staff):
    with pytest.raises(Forbidden):
        supply.order(asked, supplier="华扫", actor=field_staff, now=NOON)


def test_a_manager_of_elsewhere_buys_nothing_here(asked, outsider):
    with pytest.raises(Forbidden):
        supply.take_on(asked, actor=outsider, now=NOON)


def test_by_hand_for_a_depot(part, depot, storekeeper):
    row = supply.ask(4, part=part, depot=depot, actor=storekeeper, now=NOON, note="备足汛期")
    assert (row.need, row.quantity, row.note) == (None, 4, "备足汛期")


def test_by_hand_needs_a_place(part, storekeeper):
    with refused("supply_place"):
        supply.ask(4, part=part, actor=storekeeper, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ask_once(need, follow):
    barrier = Barrier(2)

    def run(_number):
        try:
            barrier.wait()
            return follow()["asked"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(run, range(2))) == 1
    assert SupplyRequest.objects.count() == 1


def test_the_list_misses_as_much_as_the_plan_does(need, make_site, subject, part, stock_up, follow):
    needs.add_need(subject, make_site("310101-0002"), 4, part=part, actor=None, now=NOON)
    stock_up(5)
    follow()
    plan = source(list(standing(Need.objects.all())), NOON)
    assert sum(SupplyRequest.objects.values_list("quantity", flat=True)) == plan.unmet == 2


#: on a busy machine the first example may take seconds
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
lacks = st.lists(st.builds(Lack, st.integers(1, 10**6), st.sampled_from("ab"), st.integers(1, 9)), max_size=9)


@patiently
@given(lacks, st.dictionaries(st.sampled_from("ab"), st.integers(0, 20)))
def test_what_is_free_and_what_is_short_add_up(rows, free):
    rows = [Lack(number, row.item, row.missing) for number, row in enumerate(rows)]
    short = shortfalls(rows, free)
    for item in "ab":
        wanted = sum(row.missing for row in rows if row.item == item)
        missing = sum(short.get(row.need, 0) for row in rows if row.item == item)
        assert missing == max(0, wanted - free.get(item, 0))


def test_a_receipt_beside_the_list_ends_it(asked, depot, part, storekeeper, follow):
    ledger.receive(depot, part, 9, actor=storekeeper, now=NOON)
    follow()
    assert now_of(asked) == "cancelled"
