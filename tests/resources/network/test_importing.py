"""An import: preview, errors by line and column, all or nothing, repeatable, with history."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.importing import apply_run, findings, registry, runs
from resources.network.models import ImportRun, Region, Site, Terminal
from tests.conftest import NOON
from tests.resources.network.files import SITE_HEADER, TERMINAL_HEADER, site_row, terminal_row


def figures(run):
    return run.created, run.updated, run.unchanged, run.faulty


def errors(run):
    return [(error["line"], error["column"]) for error in run.errors]


def test_sites_are_created(importing):
    run = importing("sites", site_row(), site_row(网点编号="310101-0002"))
    assert figures(run) == (2, 0, 0, 0)
    site = Site.objects.get(code="310101-0001")
    assert (site.name, site.region_id, site.daily_visitors, site.elderly_share) == (
        "黄浦区中心医院",
        "310101",
        600,
        0.35,
    )


def test_sort_keys_are_made(importing):
    importing("sites", site_row(网点名称="徐汇区医院"))
    assert (Site.objects.get().pinyin, Site.objects.get().initials) == ("xuhuiquyiyuan xhqyy", "xhqyy")


def test_terminals_are_created_at_their_sites(importing, site):
    importing("terminals", terminal_row(设备编号="310101-0001-09"))
    terminal = Terminal.objects.get(code="310101-0001-09")
    assert (terminal.site, terminal.payment_methods, terminal.status) == (site, ["wechat", "cash"], "in_service")


def test_the_same_file_again_changes_nothing(importing):
    importing("sites", site_row())
    assert figures(importing("sites", site_row())) == (0, 0, 1, 0)
    assert Site.history.count() == 1


def test_a_changed_row_is_updated_by_code(importing):
    importing("sites", site_row())
    assert figures(importing("sites", site_row(网点名称="新名称"))) == (0, 1, 0, 0)
    assert Site.objects.get().name == "新名称"


def test_columns_that_a_file_does_not_have_stay_as_they_are(importing):
    importing("sites", site_row())
    header = ["网点编号", "网点名称", "区划代码"]
    importing("sites", ["310101-0001", "新名称", "310101"], header=header)
    assert Site.objects.get().daily_visitors == 600


def test_an_empty_cell_means_the_default(importing):
    importing("sites", site_row())
    importing("sites", site_row(日均客流="", 经度="", 营业时间=""))
    site = Site.objects.get()
    assert (site.daily_visitors, site.longitude, site.opening_hours) == (0, None, "00:00-24:00")


def test_history_tells_who_when_and_from_which_file(importing, manager):
    importing("sites", site_row(), actor=manager)
    importing("sites", site_row(网点名称="新名称"), actor=manager, now=NOON + timedelta(hours=1))
    newest, oldest = Site.history.order_by("-history_date")
    assert (newest.history_type, newest.history_user, newest.name) == ("~", manager, "新名称")
    assert (oldest.history_type, oldest.history_date, oldest.history_change_reason) == ("+", NOON, "导入 sites.csv")


def test_a_preview_writes_nothing_but_itself(importing):
    run = importing("sites", site_row(), apply=False)
    assert figures(run) == (1, 0, 0, 0)
    assert (Site.objects.count(), run.applied_at, run.content is None) == (0, None, False)


def test_a_preview_shows_what_would_change(importing):
    importing("sites", site_row())
    run = importing("sites", site_row(网点名称="新名称"), apply=False)
    assert (run.sample[0]["old"]["name"], run.sample[0]["new"]["name"]) == ("黄浦区中心医院", "新名称")


def test_one_faulty_row_and_nothing_is_written(importing):
    run = importing("sites", site_row(), site_row(网点编号="310101-0002", 日均客流="很多", 区划代码="31"))
    assert errors(run) == [(3, "区划代码"), (3, "日均客流")]
    assert (run.faulty, run.applied_at, Site.objects.count()) == (1, None, 0)


def test_a_code_twice_is_an_error_that_names_the_first_line(importing):
    run = importing("sites", site_row(), site_row(网点名称="另一个"))
    assert errors(run) == [(3, "网点编号")]
    assert "第 2 行" in run.errors[0]["message"]


def test_a_terminal_of_no_site_is_an_error(importing, site):
    run = importing("terminals", terminal_row(), terminal_row(设备编号="x", 网点编号="nowhere"))
    assert errors(run) == [(3, "网点编号")]


def test_a_row_with_two_errors_is_one_faulty_row(importing, site):
    run = importing("terminals", terminal_row(网点编号="nowhere"), terminal_row(网点编号="nowhere"))
    assert run.faulty == 2


def test_missing_regions_are_made_with_those_above(importing):
    run = importing("sites", site_row(区划代码="330106"))
    names = dict(Region.objects.filter(code__startswith="33").values_list("code", "name"))
    assert names == {"330000": "浙江省", "330100": "杭州市", "330106": "西湖区"}
    assert run.notes == ["将新建 1 个区划：330106 西湖区。"]


def test_a_region_without_a_known_name_is_called_by_its_code(importing):
    run = importing("sites", site_row(区划代码="620599"))
    assert Region.objects.get(code="620599").name == "620599"
    assert "没有名称" in run.notes[1]


def test_unknown_columns_are_named_and_ignored(importing):
    run = importing("sites", [*site_row(), "a", "b"], header=[*SITE_HEADER, "负责人", "备注"])
    assert run.notes == ["这些列不认识，已忽略：负责人、备注。"]


def test_a_manager_imports_in_the_own_regions_only(importing, manager):
    run = importing("sites", site_row(), site_row(网点编号="320102-0001", 区划代码="320102"), actor=manager)
    assert errors(run) == [(3, "网点编号")]


def test_a_site_of_another_region_cannot_be_taken_over(importing, manager, make_site):
    make_site("320102-0001")
    run = importing("sites", site_row(网点编号="320102-0001"), actor=manager)
    assert errors(run) == [(2, "网点编号")]


def test_a_terminal_of_another_region_cannot_be_taken_over(importing, manager, make_site, site):
    make_site("320102-0001")
    run = importing("terminals", terminal_row(设备编号="320102-0001-01"), actor=manager)
    assert errors(run) == [(2, "设备编号")]


def test_only_editors_import(importing, auditor):
    with pytest.raises(Forbidden):
        importing("sites", site_row(), actor=auditor)


def test_a_preview_is_applied_once(importing, manager):
    run = importing("sites", site_row(), actor=manager, apply=False)
    applied = apply_run(run.pk, actor=manager, now=NOON)
    assert (applied.created, applied.content, Site.objects.count()) == (1, None, 1)
    with pytest.raises(Refused, match="已经完成"):
        apply_run(run.pk, actor=manager, now=NOON)


def test_somebody_elses_preview_is_not_applied(importing, manager, outsider):
    run = importing("sites", site_row(), actor=manager, apply=False)
    with pytest.raises(Forbidden):
        apply_run(run.pk, actor=outsider, now=NOON)


def test_a_preview_that_has_become_wrong_is_not_applied(importing, site, manager):
    run = importing("terminals", terminal_row(设备编号="new"), actor=manager, apply=False)
    Terminal.objects.all().delete()
    site.delete()
    assert apply_run(run.pk, actor=manager, now=NOON).faulty == 1
    assert not Terminal.objects.exists()


def test_a_faulty_preview_is_not_applied(importing, manager):
    run = importing("sites", site_row(区划代码=""), actor=manager, apply=False)
    with pytest.raises(Refused, match="错误"):
        apply_run(run.pk, actor=manager, now=NOON)


def test_files_that_were_not_applied_are_forgotten_after_a_week(importing, manager):
    run = importing("sites", site_row(), actor=manager, apply=False)
    importing("sites", site_row(), actor=manager, apply=False, now=NOON + timedelta(days=8))
    with pytest.raises(Refused, match="过期"):
        apply_run(run.pk, actor=manager, now=NOON + timedelta(days=8))


def test_a_file_that_cannot_be_read_leaves_nothing(importing):
    with pytest.raises(Invalid):
        importing("sites", content=b"%PDF-1.7")
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(("kind", "header"), [("terminals", SITE_HEADER), ("sites", TERMINAL_HEADER)])
def test_a_file_of_the_other_kind_is_recognised(importing, kind, header):
    with pytest.raises(Invalid, match="请选择导入"):
        importing(kind, header=header)


def test_only_a_header_is_refused(importing):
    with pytest.raises(Invalid, match="没有数据"):
        importing("sites")


def test_too_many_rows_are_refused(importing, monkeypatch):
    monkeypatch.setitem(registry._kinds, "sites", replace(registry.kind_of("sites"), most_rows=1))
    with pytest.raises(Invalid, match="超过 1 行"):
        importing("sites", site_row(), site_row())


def test_too_large_a_file_is_refused(importing, monkeypatch):
    monkeypatch.setattr(runs, "MAX_BYTES", 10)
    with pytest.raises(Invalid, match="MB"):
        importing("sites", site_row())


def test_errors_beyond_the_limit_are_counted_and_not_listed(importing, monkeypatch):
    monkeypatch.setattr(findings, "MAX_ERRORS", 2)
    run = importing("sites", *[site_row(网点编号=f"s{n}", 区划代码="x") for n in range(5)])
    assert (len(run.errors), run.faulty) == (2, 5)


@pytest.mark.parametrize("size", [10, 100])
def test_the_number_of_queries_does_not_grow_with_the_file(importing, django_assert_num_queries, size):
    rows = [site_row(网点编号=f"s{n}") for n in range(size)]
    with django_assert_num_queries(15):
        importing("sites", *rows)


def test_chinese_and_english_methods_in_one_file(importing, site):
    rows = [terminal_row(设备编号="a", 支付方式="微信、现金"), terminal_row(设备编号="b", 支付方式="alipay;bank_card")]
    importing("terminals", *rows)
    assert list(Terminal.objects.filter(code__in="ab").values_list("payment_methods", flat=True)) == [
        ["wechat", "cash"],
        ["alipay", "bank_card"],
    ]


def test_optional_columns_of_terminals(importing, site):
    header = [*TERMINAL_HEADER, "状态", "业务", "安装日期"]
    importing("terminals", [*terminal_row(设备编号="a"), "备用", "电费|水费", "2024/5/1"], header=header)
    terminal = Terminal.objects.get(code="a")
    assert (terminal.status, terminal.services, str(terminal.installed_on)) == (
        "standby",
        ["电费", "水费"],
        "2024-05-01",
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_write_once(importing, manager):
    run = importing("sites", site_row(), actor=manager, apply=False)

    def confirm(_):
        try:
            return apply_run(run.pk, actor=manager, now=NOON).created
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(confirm, range(2))) == {1, "import_applied"}
    assert Site.history.count() == 1
