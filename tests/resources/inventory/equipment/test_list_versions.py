"""The list of technical equipment: what it holds, what changed, who sees what of it, its files."""

import io

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from resources.documents.models import Paper
from resources.inventory.actions.equipment_lists import issue_version
from resources.inventory.equipment_list import build, digest
from resources.inventory.models import Equipment, EquipmentListVersion
from resources.inventory.papers_list import list_facts
from resources.inventory.presenting_list import changes_in_words, names_in
from resources.inventory.rules.list_changes import differences
from tests.conftest import NOON
from tests.resources.inventory.equipment.refusing import refused


@pytest.fixture
def network(item, standby, make_site, part, stock_up, nanjing, make_item):
    make_site("310101-0001", terminals=3)
    make_site("320102-0001", terminals=2)
    make_item("NJ-POS", depot=nanjing)
    stock_up(7)
    stock_up(5, depot=nanjing)


@pytest.fixture
def issued(network):
    return issue_version("第四季度", actor=None, now=NOON)


def test_terminals_are_counted(network):
    rows = [(row["region"], row["model"], row["count"]) for row in build()["terminals"]]
    assert rows == [("310101", "ZZ-200", 3), ("320102", "ZZ-200", 2)]


def test_stock_is_by_depot(network):
    assert build()["parts"][0]["depots"] == {"SH-01": 7, "NJ-01": 5}


def test_standby_terminals_are_a_section_of_their_own(network):
    content = build()
    assert [row["code"] for row in content["equipment"]] == ["NJ-POS", "POS-1"]
    assert [row["code"] for row in content["standby"]] == ["BY-1"]


def test_the_same_facts_have_the_same_digest(network):
    assert digest(build()) == digest(build())


@pytest.mark.parametrize("size", [3, 60])
def test_building_costs_the_same(make_item, make_site, size, django_assert_num_queries):
    make_site(terminals=size)
    for number in range(size):
        make_item(f"P-{number}")
    with django_assert_num_queries(6):
        build()


def test_versions_are_numbered(issued):
    Equipment.objects.filter(code="POS-1").update(condition="worn")
    assert issue_version("", actor=None, now=NOON).number == issued.number + 1 == 2


def test_nothing_new_is_no_version(issued):
    with refused("list_unchanged"):
        issue_version("", actor=None, now=NOON)


def test_a_version_never_changes(issued):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EquipmentListVersion.objects.update(note="…")


@pytest.mark.parametrize("who", ["field_staff", "auditor", "commander"])
def test_not_everybody_issues(network, who, request):
    with refused("list_not_issuer"):
        issue_version("", actor=request.getfixturevalue(who), now=NOON)


def row(code, **fields):
    return {"code": code, "kind": "scanner", "condition": "good", **fields}


def test_what_was_added_removed_and_changed():
    old = {"equipment": [row("A"), row("B")]}
    new = {"equipment": [row("B", condition="worn"), row("C")]}
    found = differences(old, new)["equipment"]
    assert ([one["code"] for one in found.added], [one["code"] for one in found.removed]) == (["C"], ["A"])
    (change,) = found.changed[0].fields
    assert (change.name, change.before, change.after) == ("condition", "good", "worn")


def test_stock_changes_depot_by_depot():
    old = {"parts": [{"code": "S", "name": "扫码头", "depots": {"A": 1, "B": 2}}]}
    new = {"parts": [{"code": "S", "name": "扫码头", "depots": {"B": 5, "C": 3}}]}
    fields = differences(old, new)["parts"].changed[0].fields
    assert [(one.name, one.before, one.after) for one in fields] == [
        ("depots.A", 1, None),
        ("depots.B", 2, 5),
        ("depots.C", None, 3),
    ]


def test_changes_are_told_in_words():
    old, new = {"equipment": [row("A")]}, {"equipment": [row("A", condition="faulty"), row("B")]}
    (section,) = changes_in_words(differences(old, new), names_in(old, new), 10)
    assert [(line.what, line.title) for line in section.lines] == [("added", "B 扫码枪"), ("changed", "A 扫码枪")]
    assert [tuple(map(str, detail)) for detail in section.lines[1].details] == [("状况", "完好", "故障")]


def test_only_so_many_are_listed():
    new = {"equipment": [row(str(number)) for number in range(9)]}
    (section,) = changes_in_words(differences({}, new), names_in(new), 4)
    assert (len(section.lines), section.more) == (4, 5)


@pytest.mark.parametrize("section", ["equipment", "standby", "terminals", "parts", "depots"])
def test_a_version_is_shown_section_by_section(get, issued, manager, section):
    answer = get(manager, "inventory:list_version", 1, section=section)
    assert answer.status_code == 200
    assert answer.context["rows"]


def test_one_sees_ones_own_regions_of_it(get, issued, manager, outsider):
    assert "NJ-POS" not in get(manager, "inventory:list_version", 1).content.decode()
    shown = get(outsider, "inventory:list_version", 1).content.decode()
    assert "NJ-POS" in shown
    assert "POS-1" not in shown


def sheets(answer):
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True)
    return {sheet.title: list(sheet.values) for sheet in book.worksheets}


def test_the_workbook_has_a_sheet_a_section(get, issued, manager):
    found = sheets(get(manager, "inventory:list_download", 1))
    assert list(found) == ["移动设备", "备用终端", "自助终端", "备件", "备件库"]
    assert found["备件"][1][4:] == ("SH-01备件库", 7)
    assert len(found["备件"]) == 2


def test_csv_in_gb18030(get, issued, outsider):
    answer = get(outsider, "inventory:list_download", 1, format="csv-gb18030", section="equipment")
    text = b"".join(answer.streaming_content).decode("gb18030")
    assert "NJ-POS,便携POS机" in text
    assert "POS-1," not in text.replace("NJ-POS-1", "")


def test_a_paper_shows_what_its_reader_sees(post, client, issued, outsider, manager):
    post(outsider, "inventory:list_paper", 1)
    paper = Paper.objects.get()
    assert paper.facts["sections"][0]["rows"][0][0] == "NJ-POS"
    client.force_login(manager)
    assert client.get(reverse("papers:paper", args=[paper.pk])).status_code in (403, 404)


def test_many_terminals_are_counted_by_province_on_paper(issued):
    rows = [{"region": f"31{n:04}", "model": "Z", "software_version": "1", "count": 2} for n in range(301)]
    facts = list_facts(issued, {**issued.content, "terminals": rows}, [""])
    assert facts["sections"][2]["rows"] == [["上海市", "Z", "1", 602]]


def test_a_list_too_long_to_read_is_not_printed(issued):
    with refused("list_too_long"):
        list_facts(issued, {**issued.content, "depots": [{}] * 3001}, [""])


def test_issuing_by_the_page(post, network, manager):
    assert post(manager, "inventory:list_draft", note="核对").url == reverse("inventory:list_version", args=[1])
    assert EquipmentListVersion.objects.get().created_by == manager


def test_a_second_click_issues_no_second_version(post, network, manager):
    post(manager, "inventory:list_draft")
    assert "完全相同" in post(manager, "inventory:list_draft").content.decode()


def test_the_draft_says_what_would_be_new(get, issued, manager):
    Equipment.objects.filter(code="POS-1").update(condition="worn")
    (section,) = get(manager, "inventory:list_draft").context["changes"]
    assert section.lines[0].title == "POS-1 便携POS机 P90"


def test_the_draft_is_not_for_readers(get, network, auditor):
    assert get(auditor, "inventory:list_draft").status_code == 403


@pytest.mark.parametrize("who", ["auditor", "storekeeper", "field_staff"])
def test_versions_are_listed(get, issued, who, request):
    answer = get(request.getfixturevalue(who), "inventory:list_versions")
    assert [row.obj.number for row in answer.context["listing"].rows] == [1]


def test_without_a_role_there_is_no_list(get, issued, make_person):
    nobody = make_person("nobody")
    assert get(nobody, "inventory:list_versions").status_code == 403
    assert get(nobody, "inventory:list_version", 1).status_code == 404
    assert get(nobody, "inventory:list_download", 1).status_code == 404
