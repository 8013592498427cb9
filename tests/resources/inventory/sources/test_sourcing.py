"""The plan as people read it: which depot, why, what else, what no depot has."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib.roles import Role
from resources.inventory.actions import reservations
from resources.inventory.models import Depot, ExpectedDelivery, Need, PartType, StockLevel
from resources.inventory.sourcing import source, standing
from resources.network.models import Site
from tests.conftest import CST, NOON

from .conftest import ALWAYS, BUND


@pytest.fixture
def words(planned):
    """words(): every sentence of the plan."""
    return lambda now=NOON: "".join(sentence for row in planned(now).rows for sentence in row.why)


def test_says_which_depot_who_is_there_and_when_it_arrives(words, ask, depot, stock_up, make_person):
    depot.keeper = make_person("keeper", Role.STOREKEEPER, name="周库")
    depot.save()
    stock_up(4)
    ask(3)
    assert "由SH-01备件库调出3件：现有4，库管员周库在岗，路程约15公里，约30分钟到达（12:30）。" in words()


def test_says_that_the_nearest_has_none(words, ask, depot, nanjing, stock_up):
    stock_up(12, depot=nanjing)
    ask(3)
    assert "最近的SH-01备件库没有扫码头。" in words()


def test_says_that_all_is_promised(words, ask, depot, part, nanjing, stock_up, subject):
    stock_up(3)
    reservations.reserve(depot, part, 3, subject=subject, actor=None, now=NOON)
    stock_up(12, depot=nanjing)
    ask(3)
    assert "最近的SH-01备件库的库存已全部预留。" in words()


def test_says_that_the_nearest_opens_too_late(words, ask, depot, nanjing, stock_up):
    depot.opening_hours = "周一至周五 08:00-09:00"
    depot.save()
    stock_up(3)
    stock_up(12, depot=nanjing)
    ask(3)
    assert "最近的SH-01备件库可用3，但出库较晚" in words()


def test_names_the_next_best(words, ask, nanjing, stock_up):
    stock_up(3)
    stock_up(12, depot=nanjing)
    ask(3)
    assert "备选：NJ-01备件库，可用12，约" in words()


def test_says_that_there_is_no_other(words, ask, stock_up):
    stock_up(3)
    ask(3)
    assert "没有其他备件库有货可作备选。" in words()


def test_names_the_supplier_of_what_no_depot_has(words, ask, part, stock_up):
    part.supplier, part.supplier_contact, part.lead_days = "易码电子", "021-55500118", 7
    part.save()
    stock_up(1)
    ask(3)
    assert "还缺2件：各备件库都没有可用的扫码头。请向易码电子（021-55500118）采购，约7天到货。" in words()


def test_names_what_is_expected(words, ask, depot, part, storekeeper):
    day = (NOON + timedelta(days=2)).date()
    ExpectedDelivery.objects.create(
        depot=depot, part=part, quantity=20, expected_on=day, created_at=NOON, created_by=storekeeper
    )
    ask(3)
    assert "SH-01备件库预计11-25到货20件。" in words()


def test_equipment_that_no_depot_has(words, ask):
    ask(1, equipment_kind="portable_pos")
    assert "各备件库都没有可用的便携POS机，请向其他单位借用" in words()


def test_a_closed_depot_hands_out_when_it_opens(planned, ask, depot, stock_up):
    depot.opening_hours = "08:00-18:00"
    depot.save()
    stock_up(3)
    ask(3)
    night = datetime(2026, 11, 23, 5, 0, tzinfo=CST)
    assert planned(night).rows[0].pieces[0].at == datetime(2026, 11, 23, 8, 30, tzinfo=CST)


def test_a_depot_out_of_use_gives_nothing(planned, ask, depot, stock_up):
    stock_up(3)
    Depot.objects.update(is_active=False)
    ask(3)
    assert planned().rows[0].unmet == 3


def test_without_a_position_the_region_tells_where_it_is(planned, ask, depot, stock_up):
    depot.longitude = depot.latitude = None
    depot.save()
    stock_up(3)
    ask(3)
    assert planned().rows[0].pieces[0].kilometres == 0


def test_the_plan_has_a_name_that_changes_with_it(planned, ask, stock_up):
    stock_up(3)
    ask(2)
    before = planned().token
    assert planned().token == before
    stock_up(1)
    assert planned(NOON + timedelta(minutes=1)).token != before


def test_many_needs_and_depots_ask_no_more(ask, depot, part, stock_up, make_part, regions, subject):
    stock_up(3)
    ask(1)
    few = _queries()
    parts = [make_part(f"P{number}") for number in range(5)]
    depots = [
        Depot.objects.create(code=f"D{n}", name=f"D{n}", region_id="310101", opening_hours=ALWAYS, **BUND)
        for n in range(10)
    ]
    StockLevel.objects.bulk_create(StockLevel(depot=d, part=p, on_hand=5) for d in depots for p in parts)
    sites = Site.objects.bulk_create(Site(code=f"S{n}", name=f"S{n}", region_id="310101") for n in range(8))
    Need.objects.bulk_create(
        Need(subject_kind="incident", subject_id=1, reference="X", site=s, part=p, quantity=2, created_at=NOON)
        for s in sites
        for p in parts
    )
    assert _queries() <= few + 1


def _queries():
    rows = list(standing(Need.objects.all()))
    with CaptureQueriesContext(connection) as captured:
        source(rows, NOON)
    return len(captured)


def test_a_type_without_stock_anywhere_is_no_error(planned, ask, db):
    ask(2, part=PartType.objects.create(code="NEW", name="新件"))
    assert planned().unmet == 2
