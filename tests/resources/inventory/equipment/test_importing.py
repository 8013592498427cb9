"""Equipment from a file: all of it or nothing, every faulty row named."""

import io

import pytest

from resources.importing import import_file
from resources.inventory.models import CustodyEntry, Equipment
from tests.conftest import NOON

HEADER = "资产编号,类型,型号,序列号,备件库编号,状况,电量,维护周期,下次维护,备注"


@pytest.fixture
def importing(depot, storekeeper):
    """importing("POS-1,便携POS机,…", actor=…): a run of a GB18030 file."""

    def run(*rows, actor=storekeeper, header=HEADER, **options):
        content = "\n".join([header, *rows]).encode("gb18030")
        return import_file("equipment", io.BytesIO(content), actor=actor, now=NOON, file_name="设备.csv", **options)

    return run


def sentences(run):
    return [error["message"] for error in run.errors]


def test_new_items_are_registered(importing, storekeeper):
    run = importing("A,便携POS机,P90,S1,SH-01,完好,80,6,,", "B,scanner,,S2,SH-01,,,,,")
    assert (run.created, run.faulty) == (2, 0)
    item = Equipment.objects.get(code="A")
    assert (item.kind, item.battery_percent, str(item.maintenance_due)) == ("portable_pos", 80, "2027-05-23")
    assert CustodyEntry.objects.filter(kind="registered", actor=storekeeper).count() == 2
    assert item.history.get().history_user == storekeeper
    assert len({one.token for one in Equipment.objects.all()}) == 2


def test_known_items_get_their_reference_data(importing, item):
    run = importing("POS-1,便携POS机,P91,SN-POS-1,SH-01,,,,,")
    item.refresh_from_db()
    assert (run.updated, item.model, item.history.count()) == (1, "P91", 2)


def test_twice_changes_nothing(importing):
    row = "A,便携POS机,P90,S1,SH-01,完好,80,6,,"
    importing(row)
    assert (importing(row).unchanged, CustodyEntry.objects.count()) == (1, 1)


def test_a_preview_writes_nothing(importing):
    assert importing("A,便携POS机,P90,S1,SH-01,,,,,", apply=False).created == 1
    assert not Equipment.objects.exists()


def test_one_faulty_row_stops_all_and_every_one_is_named(importing, item, nanjing):
    run = importing(
        "A,便携POS机,,S1,SH-01,,,,,",
        "B,飞船,,S2,SH-01,,,,,",
        "C,扫码枪,,S3,NJ-01,,,,,",
        "D,便携POS机,,SN-POS-1,SH-01,,,,,",
        "E,备用终端,,S5,SH-01,,50,,,",
        "POS-1,便携POS机,,SN-POS-1,NJ-01,,,,,",
    )
    assert (run.faulty, Equipment.objects.count()) == (5, 1)
    assert "没有这个备件库，或者您不是它的库管员。" in sentences(run)
    assert "序列号 SN-POS-1 已登记为 POS-1。" in sentences(run)


def test_a_serial_number_stands_once_in_a_file(importing):
    assert sentences(importing("A,扫码枪,,S1,SH-01,,,,,", "B,扫码枪,,S1,SH-01,,,,,")) == ["序列号 S1 已登记为 A。"]


def test_somebody_elses_depots_are_not_filled(importing, outsider):
    assert importing("A,扫码枪,,S1,SH-01,,,,,", actor=outsider).faulty == 1


@pytest.mark.parametrize("size", [5, 200])
def test_it_costs_the_same_number_of_queries(importing, size, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        importing(*(f"A{n},扫码枪,,S{n},SH-01,,,,," for n in range(size)))
