"""Writing sites and terminals: who may, what is kept of it, what is refused."""

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.network.actions import change_status, ensure_regions, save_site, save_terminal
from resources.network.choices import TerminalStatus as Status
from resources.network.models import Region, Site, Terminal
from resources.network.rules import check_status_change
from tests.conftest import NOON


def new_site(**fields):
    return Site(**{"code": "310101-0009", "name": "新网点", "region_id": "310101"} | fields)


def test_a_manager_adds_a_site(manager):
    save_site(new_site(), actor=manager, now=NOON)
    record = Site.history.get()
    assert (record.history_user, record.history_date, record.pinyin) == (manager, NOON, "xinwangdian xwd")


def test_a_code_is_taken_once(manager, site):
    with pytest.raises(Refused, match="310101-0001"):
        save_site(new_site(code=site.code), actor=manager, now=NOON)


def test_only_what_differs_is_written(manager, site, django_assert_num_queries):
    save_site(site, actor=manager, now=NOON)
    assert Site.history.filter(history_type="~").count() == 0


def test_a_change_is_kept_with_its_reason(manager, site):
    site.phone = "021-1"
    save_site(site, actor=manager, now=NOON, reason="换号")
    assert Site.history.filter(history_type="~").values_list("phone", "history_change_reason").get() == (
        "021-1",
        "换号",
    )


def test_a_new_name_brings_its_sort_key(manager, site):
    site.name = "徐汇"
    save_site(site, actor=manager, now=NOON)
    assert (Site.objects.get().pinyin, Site.objects.get().initials) == ("xuhui xh", "xh")


def test_a_site_cannot_be_moved_out_of_ones_regions(manager, site):
    site.region_id = "320102"
    with pytest.raises(Forbidden):
        save_site(site, actor=manager, now=NOON)


def test_a_site_cannot_be_taken_from_another_region(manager, make_site):
    foreign = make_site("320102-0001")
    foreign.region_id = "310101"
    with pytest.raises(Forbidden):
        save_site(foreign, actor=manager, now=NOON)


def test_a_code_cannot_be_changed(manager, site):
    site.code = "other"
    with pytest.raises(Refused, match="编号不能修改"):
        save_site(site, actor=manager, now=NOON)


def test_outsiders_change_nothing(outsider, site, terminal):
    with pytest.raises(Forbidden):
        save_site(site, actor=outsider, now=NOON)
    with pytest.raises(Forbidden):
        save_terminal(terminal, actor=outsider, now=NOON)
    with pytest.raises(Forbidden):
        change_status(terminal.pk, Status.STANDBY, actor=outsider, now=NOON)


def test_a_terminal_moves_to_another_site(manager, terminal, make_site):
    terminal.site = make_site("310104-0001", terminals=0)
    save_terminal(terminal, actor=manager, now=NOON)
    assert Terminal.objects.get().site.code == "310104-0001"


def test_saving_a_terminal_leaves_its_status(manager, terminal):
    terminal.status = Status.RETIRED
    terminal.line = "x"
    save_terminal(terminal, actor=manager, now=NOON)
    assert Terminal.objects.values_list("status", "line").get() == ("in_service", "x")


def test_a_status_changes_with_its_reason(manager, terminal):
    change_status(terminal.pk, Status.MAINTENANCE, actor=manager, now=NOON, reason="换屏")
    record = Terminal.history.latest()
    assert (record.status, record.history_change_reason, record.history_user) == ("maintenance", "换屏", manager)


@pytest.mark.parametrize("wanted", [Status.MAINTENANCE, Status.RETIRED])
def test_taking_a_terminal_away_needs_a_reason(wanted):
    with pytest.raises(Invalid, match="原因"):
        check_status_change(Status.IN_SERVICE, wanted, " ")


@pytest.mark.parametrize(
    ("present", "wanted"),
    [("in_service", "in_service"), ("retired", "in_service"), ("retired", "maintenance"), ("standby", "standby")],
)
def test_moves_that_are_refused_are_explained(present, wanted):
    with pytest.raises(Refused, match="不能从"):
        check_status_change(present, wanted, "原因")


@pytest.mark.parametrize(
    ("present", "wanted"), [("in_service", "standby"), ("standby", "in_service"), ("retired", "standby")]
)
def test_moves_that_are_possible(present, wanted):
    check_status_change(present, wanted, "")


def test_a_long_reason_is_refused():
    with pytest.raises(Invalid, match="100"):
        check_status_change("in_service", "retired", "长" * 101)


def test_regions_come_with_those_above_and_once(db):
    ensure_regions(["510107"])
    ensure_regions(["510107"])
    codes = Region.objects.filter(code__startswith="51").values_list("code", "name")
    assert list(codes) == [("510000", "四川省"), ("510100", "成都市"), ("510107", "武侯区")]
