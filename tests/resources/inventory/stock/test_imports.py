"""Depots, parts, minimums and receipts from files: all or nothing, every faulty row named."""

import io

import pytest

from resources.importing import import_file
from resources.inventory.models import Depot, PartType, StockMinimum, StockMovement
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
HEADERS = {
    "depots": "备件库编号,名称,区划代码,经度,纬度,库管员账号,代管员账号",
    "parts": "备件编号,名称,部件,适用机型,参考单价,采购周期",
    "minimums": "备件库编号,备件编号,安全库存,补足到",
    "receipts": "备件库编号,备件编号,数量,单据号",
}


@pytest.fixture
def importing(manager):
    """importing("depots", "SH-02,…"): a run of a GB18030 file."""

    def run(kind, *rows, actor=manager, **options):
        content = "\n".join([HEADERS[kind], *rows]).encode("gb18030")
        return import_file(kind, io.BytesIO(content), actor=actor, now=NOON, file_name="文件.csv", **options)

    return run


def messages(run):
    return [(error["line"], error["column"], error["message"]) for error in run.errors]


def test_depots_are_made_and_changed_with_their_history(clock, importing, manager, depot):
    run = importing("depots", "SH-01,新名字,310101,121.4,31.2,manager,", "SH-02,徐汇备件库,310104,,,,")
    depot.refresh_from_db()
    assert (run.created, run.updated, depot.name, depot.keeper) == (1, 1, "新名字", manager)
    assert {one.history.first().history_user for one in Depot.objects.all()} == {manager}


def test_the_same_depots_again_change_nothing(importing):
    rows = ["SH-02,徐汇备件库,310104,121.4,31.2,,"]
    importing("depots", *rows)
    assert importing("depots", *rows).unchanged == 1


def test_faulty_depots_are_all_named(importing):
    run = importing(
        "depots",
        "SH-02,甲,310104,121.4,,,",
        "NJ-02,乙,320102,,,,",
        "SH-03,丙,310104,,,nobody,",
        "SH-04,丁,31010,,,,",
        "SH-05,戊,310104,,,manager,manager",
    )
    assert [(line, column) for line, column, _message in messages(run)] == [
        (2, ""),
        (3, "区划代码"),
        (4, "库管员账号"),
        (5, "区划代码"),
        (6, ""),
    ]
    assert not Depot.objects.exists()


def test_parts_are_made(importing):
    run = importing("parts", "SCAN,扫码头,,ZZ-200、ZZ-300,120.50,7")
    part = PartType.objects.get()
    assert (run.created, part.price, part.terminal_models, part.lead_days) == (1, 12_050, ["ZZ-200", "ZZ-300"], 7)


def test_minimums_are_set_and_reach_their_levels(importing, depot, part, stock_up):
    stock_up(3)
    run = importing("minimums", "SH-01,SCAN,5,8")
    assert (run.created, depot.levels.get().minimum, StockMinimum.objects.get().target) == (1, 5, 8)


def test_a_minimum_of_what_was_never_there_makes_a_level(importing, depot, part):
    importing("minimums", "SH-01,SCAN,5,8")
    assert (depot.levels.get().on_hand, depot.levels.get().minimum) == (0, 5)


def test_receipts_are_written_to_the_ledger(importing, depot, part, make_part, level_of):
    make_part("PRINT")
    run = importing("receipts", "SH-01,SCAN,10,QC-1", "SH-01,SCAN,5,QC-2", "SH-01,PRINT,1,QC-1")
    assert (run.created, level_of()) == (3, (15, 0, 0))
    assert list(StockMovement.objects.order_by("id").values_list("balance", "reference")) == [
        (10, "QC-1"),
        (15, "QC-2"),
        (1, "QC-1"),
    ]


def test_receipts_of_one_paper_come_in_once(importing, depot, part, level_of):
    for _ in range(2):
        run = importing("receipts", "SH-01,SCAN,10,QC-1")
    assert (run.created, run.unchanged, level_of()) == (0, 1, (10, 0, 0))
    assert "已入库 10 件" in messages(importing("receipts", "SH-01,SCAN,9,QC-1"))[0][2]


def test_faulty_receipts_are_all_named_and_none_is_written(importing, depot, nanjing, part):
    run = importing(
        "receipts",
        "SH-01,SCAN,1,QC-1",
        "SH-01,SCAN,-1,QC-2",
        "SH-01,SCAN,1.5,QC-3",
        "SH-01,SCAN,0,QC-4",
        "SH-01,SCAN,多,QC-5",
        "XX-01,SCAN,1,QC-6",
        "SH-01,XXXX,1,QC-7",
        "NJ-01,SCAN,1,QC-8",
        "SH-01,SCAN,1,QC-1",
    )
    assert [(line, column) for line, column, _message in sorted(messages(run))] == [
        (3, "数量"),
        (4, "数量"),
        (5, "数量"),
        (6, "数量"),
        (7, "备件库编号"),
        (8, "备件编号"),
        (9, "备件库编号"),
        (10, "单据号"),
    ]
    assert not StockMovement.objects.exists()


@pytest.mark.parametrize("kind", ["minimums", "receipts"])
def test_a_thousand_rows_take_as_many_queries_as_ten(importing, depot, make_part, kind, django_assert_max_num_queries):
    parts = [make_part(f"P{number}") for number in range(60)]
    for some in (parts[:10], parts[10:]):
        with django_assert_max_num_queries(60):
            run = importing(kind, *(f"SH-01,{part.code},3,{'4' if kind == 'minimums' else 'QC'}" for part in some))
        assert run.created == len(some)
