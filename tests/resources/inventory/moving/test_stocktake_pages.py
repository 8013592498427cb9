"""Pages of stocktakes: without JavaScript, each by who may."""

import pytest

from resources.inventory.actions import stocktakes
from resources.inventory.models import Stocktake
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("clock")


def text(response):
    return response.content.decode()


def test_a_stocktake_begins(submit, storekeeper, depot, stock_up):
    stock_up(3)
    submit(storekeeper, "stocktake_start", depot=depot.code, key="k")
    assert Stocktake.objects.get().lines.count() == 1


def test_unknown_parts_are_named(submit, storekeeper, depot):
    assert "没有这些备件编号：X、Y" in text(submit(storekeeper, "stocktake_start", depot=depot.code, parts="X，Y"))


def test_counting_goes_on_with_the_next(submit, get, stocktake, storekeeper):
    assert "扫码头" in text(get(storekeeper, "stocktake_count", stocktake.number))
    submit(storekeeper, "stocktake_count", stocktake.number, counted="9", key="k")
    assert "全部备件都已清点" in text(get(storekeeper, "stocktake_count", stocktake.number))


def test_a_scanned_code_chooses_the_part(get, stocktake, storekeeper, count):
    count(9)
    assert "已填 9" in text(get(storekeeper, "stocktake_count", stocktake.number, q="scan"))


@pytest.mark.parametrize("wrong", ["", "-1", "1.5", "九"])
def test_what_is_no_count(submit, stocktake, storekeeper, wrong):
    assert submit(storekeeper, "stocktake_count", stocktake.number, counted=wrong).status_code == 200
    assert stocktake.lines.get().counted is None


@pytest.mark.parametrize("name", ["stocktake", "stocktake_count", "stocktake_entry"])
def test_counting_is_blind(get, stocktake, storekeeper, depot, part, name, stock_up):
    stock_up(4321 - 10)
    assert "4,321" not in text(get(storekeeper, name, stocktake.number))
    assert "4321" not in text(get(storekeeper, name, stocktake.number))


def test_a_part_found_is_added(submit, stocktake, storekeeper, make_part):
    make_part("B")
    assert "line=" in submit(storekeeper, "stocktake_add", stocktake.number, part="b").url


def test_a_sheet_is_typed_in(submit, stocktake, storekeeper):
    name = f"line-{stocktake.lines.get().pk}"
    submit(storekeeper, "stocktake_entry", stocktake.number, **{name: "9"}, key="k")
    assert stocktake.lines.get().counted == 9


def test_finished_and_posted_on_the_page(submit, stocktake, count, storekeeper, second, level_of):
    count(9)
    submit(storekeeper, "stocktake_finish", stocktake.number)
    assert "请写明“扫码头”的差异原因" in text(submit(second, "stocktake_post", stocktake.number))
    submit(second, "stocktake_post", stocktake.number, reason="丢失")
    assert level_of() == (9, 0, 0)


def test_the_counter_waits_for_another(get, counted, storekeeper, second):
    assert "等待没有参与盘点的" in text(get(storekeeper, "stocktake", counted.number))
    assert "复核无误，过账" in text(get(second, "stocktake", counted.number))


def test_sent_back_to_be_counted_again(submit, counted, second):
    submit(second, "stocktake_recount", counted.number, line=counted.lines.get().pk)
    counted.refresh_from_db()
    assert counted.state == "counting"


@pytest.mark.parametrize("name", ["stocktake", "stocktake_count", "stocktake_entry"])
def test_somebody_elses_stocktake_does_not_exist(get, stocktake, outsider, name):
    assert get(outsider, name, stocktake.number).status_code == 404


@pytest.mark.parametrize("name", ["finish", "post", "recount", "cancel", "sheet", "add"])
def test_nothing_is_done_with_somebody_elses_stocktake(submit, stocktake, outsider, name):
    assert submit(outsider, f"stocktake_{name}", stocktake.number).status_code == 404


def test_who_does_not_keep_the_depot_does_not_count(get, stocktake, field_staff):
    assert get(field_staff, "stocktake_count", stocktake.number).status_code == 403


def test_queries_of_a_stocktake_do_not_grow(get, stocktake, storekeeper, make_part, queries_of):
    few = queries_of(lambda: get(storekeeper, "stocktake", stocktake.number))
    for number in range(40):
        stocktakes.add_line(stocktake, make_part(f"P{number}"), actor=storekeeper, now=NOON)
    assert queries_of(lambda: get(storekeeper, "stocktake", stocktake.number)) == few
