"""REST: equipment, its custody, and the versions of its list."""

import pytest
from django.urls import reverse

from resources.inventory.actions.equipment_lists import issue_version
from resources.inventory.models import CustodyEntry, Equipment
from resources.network.models import Terminal
from tests.conftest import NOON

LISTS = ["api-equipment-list", "api-custody-list"]


@pytest.fixture
def call(client):
    """call(person, "hand-out", {...}, key="…"): a POST to the item POS-1 (or code=…)."""

    def ask(person, step, data, code="POS-1", key=""):
        client.force_login(person)
        headers = {"Idempotency-Key": key} if key else {}
        address = reverse("api-equipment-detail", args=[code]) + f"{step}/"
        return client.post(address, data, content_type="application/json", headers=headers)

    return ask


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("who", "count"), [("storekeeper", 1), ("field_staff", 1), ("auditor", 1), ("outsider", 0)])
def test_one_sees_ones_own(get, item, name, who, count, request):
    assert get(request.getfixturevalue(who), name).json()["count"] == count


def test_an_item(get, item, field_staff, outsider):
    assert get(field_staff, "api-equipment-detail", "POS-1").json()["depot"] == "SH-01"
    assert get(outsider, "api-equipment-detail", "POS-1").status_code == 404


def test_the_filters_are_those_of_the_page(get, make_item, storekeeper):
    make_item("A", kind="scanner"), make_item("B")
    found = get(storekeeper, "api-equipment-list", kind="scanner").json()["results"]
    assert [one["code"] for one in found] == ["A"]


def test_out_and_back(call, item, storekeeper, field_staff):
    assert call(storekeeper, "hand-out", {"holder": "field", "reference": "SJ-1"}).json()["holder"] == "field"
    assert call(storekeeper, "take-back", {"condition": "worn", "battery_percent": 20}).json()["state"] == "in_depot"
    assert CustodyEntry.objects.get(kind="back").reference == "SJ-1"


def test_a_retry_does_nothing_again(call, item, storekeeper, field_staff):
    answers = [call(storekeeper, "hand-out", {"holder": "field"}, key="r-1") for _ in "ab"]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert item.custody.count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("storekeeper", 200), ("manager", 200), ("field_staff", 403), ("auditor", 403), ("outsider", 404)],
)
@pytest.mark.parametrize(
    ("step", "data"),
    [("maintenance", {"text": "年检"}), ("scrap", {"text": "坏了"}), ("move", {"depot": "SH-02"})],
)
def test_what_is_the_keepers(call, item, make_depot, who, status, step, data, request):
    make_depot("SH-02", "310101")
    assert call(request.getfixturevalue(who), step, data).status_code == status


@pytest.mark.parametrize(("who", "status"), [("field_staff", 200), ("auditor", 403), ("outsider", 404)])
@pytest.mark.parametrize(
    ("step", "data"), [("battery", {"percent": 50}), ("condition", {"condition": "faulty", "text": "坏"})]
)
def test_what_is_everybodys(call, item, who, status, step, data, request):
    assert call(request.getfixturevalue(who), step, data).status_code == status


def test_maintained_lost_and_found(call, item, storekeeper):
    for step, data, state in [
        ("maintenance", {"text": "年检"}, "maintenance"),
        ("maintenance-done", {"condition": "good"}, "in_depot"),
        ("lost", {"text": "不见了"}, "lost"),
        ("found", {"condition": "worn"}, "in_depot"),
    ]:
        assert call(storekeeper, step, data).json()["state"] == state


def test_a_refusal_has_a_code(call, item, storekeeper, field_staff):
    call(storekeeper, "hand-out", {"holder": "field"})
    answer = call(storekeeper, "hand-out", {"holder": "field"})
    assert (answer.status_code, answer.json()["code"]) == (409, "equipment_is_out")


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("hand-out", {"holder": "nobody"}, "holder"),
        ("hand-out", {"site": "X"}, "site"),
        ("move", {"depot": "NJ-01"}, "depot"),
        ("battery", {"percent": 101}, "percent"),
        ("take-back", {}, "condition"),
    ],
)
def test_a_wrong_shape_names_its_field(call, item, nanjing, storekeeper, step, data, field):
    answer = call(storekeeper, step, data)
    assert answer.status_code == 400
    assert field in answer.json()


def test_a_swap(call, terminal, standby, storekeeper):
    answer = call(storekeeper, "swap", {"terminal": terminal.code, "text": "坏了"}, code="BY-1")
    assert answer.json()["state"] == "installed"
    assert Equipment.objects.get(code=terminal.code).state == "maintenance"


def test_an_outsider_swaps_nothing(call, terminal, standby, outsider):
    assert call(outsider, "swap", {"terminal": terminal.code, "text": "坏了"}, code="BY-1").status_code == 404
    assert Terminal.objects.get().status == "in_service"


def test_entries_are_told_in_words(get, item, storekeeper):
    assert get(storekeeper, "api-custody-list").json()["results"][0]["sentence"] == "登记入 SH-01备件库"


def test_a_version_says_what_its_reader_sees(get, item, manager, outsider):
    issue_version("", actor=None, now=NOON)
    assert len(get(manager, "api-equipment-list-detail", 1).json()["content"]["equipment"]) == 1
    assert get(outsider, "api-equipment-list-detail", 1).json()["content"]["equipment"] == []


@pytest.mark.parametrize(("who", "status"), [("manager", 201), ("field_staff", 403), ("auditor", 403)])
def test_issuing(client, item, who, status, request):
    client.force_login(request.getfixturevalue(who))
    answer = client.post(reverse("api-equipment-list-list"), {"note": "核对"}, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.parametrize("name", LISTS)
def test_strangers_see_nothing(client, item, name):
    assert client.get(reverse(name)).status_code in (401, 403)


@pytest.mark.parametrize("size", [3, 30])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same(client, make_item, storekeeper, name, size, django_assert_max_num_queries):
    for number in range(size):
        make_item(f"P-{number}")
    client.force_login(storekeeper)
    with django_assert_max_num_queries(8):
        client.get(reverse(name))
