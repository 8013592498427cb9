"""A kind whose rows are applied as objects: all errors at once, all or nothing, previewed before."""

import io
from functools import partial

import pytest

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import apply_run, import_file, registry
from resources.importing.kinds import Change, Importer, Outcome, RowError
from resources.importing.runs import faulty_rows
from resources.network.models import ImportRun, Region
from tests.conftest import NOON
from tests.resources.network.files import csv_bytes, xlsx_bytes

HEADER = ["代码", "名称"]


def rename(code, name):
    """An action: 全国 is nobody's to name."""
    if name == "全国":
        raise Refused("taken", "名称“%(name)s”不能用。", name=name)


def apply(rows, context):
    """Names regions: those that are there are renamed, others are new."""
    known = Region.objects.in_bulk([row["code"] for row in rows])
    errors: list[RowError] = []
    for row in rows:
        if len(row.get("name", "")) < 3:
            with row.catching(errors, "name"):
                rename(row["code"], row.get("name"))
    fresh = [Region(code=row["code"], name=row.get("name", "无名")) for row in rows]
    Region.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["code"], update_fields=["name"])
    sample = [
        Change(row.line, row["code"], {"name": old.name} if old else None, {"name": row.get("name")})
        for row in rows[:10]
        for old in [known.get(row["code"])]
    ]
    return Outcome(len(rows) - len(known), len(known), errors=errors, sample=sample)


@pytest.fixture(autouse=True)
def kind(monkeypatch, regions):
    made = Importer(
        kind="names",
        label="区划名称",
        columns=(
            Column("code", "代码", "代码", ("code",), partial(cells.code, limit=6), required=True),
            Column("name", "名称", "名称", ("name",), partial(cells.text, limit=4)),
        ),
        may_import=lambda person: person.username == "manager",
        apply=apply,
        example=["330100", "杭州市"],
        key=("code",),
    )
    monkeypatch.setitem(registry._kinds, "names", made)
    return made


@pytest.fixture
def names():
    """names(row, …, actor=…, apply=False): a run of a file with these rows."""

    def run(*rows, header=None, actor=None, content=None, **options):
        file = io.BytesIO(content or csv_bytes(header or HEADER, *rows))
        return import_file("names", file, actor=actor, now=NOON, file_name="names.csv", **options)

    return run


def test_rows_are_applied(names):
    run = names(["330100", "杭州市"], ["310000", "上海"])
    assert (run.created, run.updated, run.faulty, run.applied_at) == (1, 1, 0, NOON)
    assert Region.objects.get(code="310000").name == "上海"


def test_a_workbook_is_read_like_a_csv(names):
    assert names(content=xlsx_bytes(HEADER, ["330100", "杭州市"])).created == 1


def test_three_bad_rows_of_ten_thousand_are_listed_and_nothing_is_stored(names):
    before = Region.objects.count()
    rows = [[f"{number:06d}", "某个地方"] for number in range(400_000, 410_000)]
    rows[10][1], rows[5_000][0], rows[9_998][1] = "太长的一个名称", "", "全国"
    run = names(*rows)
    assert [(error["line"], error["column"], error["value"]) for error in run.errors] == [
        (12, "名称", "太长的一个名称"), (5_002, "代码", ""), (10_000, "名称", "全国"),
    ]  # fmt: skip
    assert (run.rows, run.faulty, Region.objects.count()) == (10_000, 3, before)


def test_what_an_action_refuses_is_an_error_of_its_row(names):
    (error,) = names(["330100", "杭州市"], ["330200", "全国"]).errors
    assert error == {"line": 3, "column": "名称", "value": "全国", "message": "名称“全国”不能用。"}


def test_a_key_stands_only_once(names):
    (error,) = names(["330100", "杭州市"], ["330100", "杭州"]).errors
    assert (error["line"], error["column"], "第 2 行" in error["message"]) == (3, "代码", True)


def test_a_column_that_the_file_does_not_have_is_not_in_the_row(names):
    names(["330100"], header=["代码"])
    assert Region.objects.get(code="330100").name == "无名"


def test_a_preview_is_rolled_back_and_says_what_would_change(names):
    run = names(["310000", "上海"], apply=False)
    assert (run.updated, run.applied_at, run.sample[0]["old"]) == (1, None, {"name": "上海市"})
    assert Region.objects.get(code="310000").name == "上海市"


def test_a_preview_is_confirmed_once(names, manager):
    run = names(["330100", "杭州市"], actor=manager, apply=False)
    assert apply_run(run.pk, actor=manager, now=NOON).created == 1
    with pytest.raises(Refused, match="已经完成"):
        apply_run(run.pk, actor=manager, now=NOON)


def test_who_may_not_import_the_kind_is_refused(names, outsider):
    with pytest.raises(Forbidden, match="区划名称"):
        names(["330100", "杭州市"], actor=outsider)


def test_what_the_database_refuses_is_said(names, kind, monkeypatch):
    def careless(rows, context):
        Region.objects.create(code="310000", name="again")
        return Outcome()

    monkeypatch.setitem(registry._kinds, "names", type(kind)(**{**vars(kind), "apply": careless}))
    with pytest.raises(Refused, match="没有写入任何内容"):
        names(["330100", "杭州市"])
    assert not ImportRun.objects.exists()


def test_too_many_rows_are_refused(names, kind, monkeypatch):
    monkeypatch.setitem(registry._kinds, "names", type(kind)(**{**vars(kind), "most_rows": 1}))
    with pytest.raises(Invalid, match="超过 1 行"):
        names(["330100", "a"], ["330200", "b"])


def test_exactly_the_faulty_rows_are_given_back_with_their_reasons(names):
    rows = [[f"{number:06d}", "某个地方"] for number in range(400_000, 400_100)]
    rows[10][1], rows[50][0], rows[98][1] = "太长的一个名称", "", "全国"
    header, *lines = faulty_rows(names(*rows), "csv").decode("gb18030").splitlines()
    assert (header, len(lines)) == ("代码,名称,错误原因", 3)
    assert lines[1] == ",某个地方,代码：不能为空。"
