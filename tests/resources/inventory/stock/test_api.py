"""The stock for programs: owner, member, outsider, and bad input."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from resources.inventory.actions import deliveries, reservations
from resources.inventory.models import ExpectedDelivery, Reservation, StockMovement
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
LISTS = ("api-depot", "api-part", "api-stock-level", "api-stock-movement", "api-reservation", "api-delivery")


@pytest.fixture
def api():
    """api(person, "api-depot-list", data): the answer to a GET, or to a POST where there is data."""

    def call(person, name, data=None, **kwargs):
        client = APIClient()
        client.force_authenticate(person)
        path = reverse(name, kwargs=kwargs)
        return client.get(path) if data is None else client.post(path, data, format="json")

    return call


@pytest.fixture
def full(depot, part, stock_up, subject, manager):
    stock_up(5)
    held = reservations.reserve(depot, part, 2, subject=subject, actor=manager, now=NOON)
    due = deliveries.expect(depot, part, 3, expected_on=NOON.date(), actor=manager, now=NOON)
    return {"reservation": held, "delivery": due}


def test_members_of_the_region_read_every_list(api, full, field_staff, auditor):
    for person in (field_staff, auditor):
        assert [api(person, f"{name}-list").json()["count"] for name in LISTS] == [1] * len(LISTS)


def test_outsiders_read_none_of_it(api, full, outsider):
    lists = [name for name in LISTS if name != "api-part"]
    assert [api(outsider, f"{name}-list").json()["count"] for name in lists] == [0] * len(lists)
    assert api(outsider, "api-part-list").json()["results"][0]["on_hand"] == 0
    assert api(outsider, "api-depot-detail", code="SH-01").status_code == 404
    assert api(outsider, "api-reservation-detail", pk=full["reservation"].pk).status_code == 404


def test_a_person_without_a_role_reads_nothing(api, full, make_person):
    nobody = make_person("nobody")
    assert [api(nobody, f"{name}-list").json()["count"] for name in LISTS] == [0] * len(LISTS)


def test_strangers_are_refused(api):
    assert [api(None, f"{name}-list").status_code for name in LISTS] == [403] * len(LISTS)


def test_lists_take_a_fixed_number_of_queries(api, full, make_part, stock_up, manager, django_assert_max_num_queries):
    for number in range(12):
        stock_up(1, part=make_part(f"P{number}"))
    for name in LISTS:
        with django_assert_max_num_queries(8):
            api(manager, f"{name}-list")


def test_a_level_tells_what_is_available(api, full, manager):
    (level,) = api(manager, "api-stock-level-list").json()["results"]
    assert level == {
        "depot": "SH-01",
        "part": "SCAN",
        "on_hand": 5,
        "reserved": 2,
        "available": 3,
        "in_transit": 0,
        "minimum": 0,
        "target": None,
    }


@pytest.fixture
def movement():
    return {"kind": "receipt", "depot": "SH-01", "part": "SCAN", "quantity": 4, "reference": "PO-1"}


def test_a_keeper_writes_the_ledger(api, depot, part, storekeeper, movement):
    answer = api(storekeeper, "api-stock-movement-list", movement)
    assert (answer.status_code, answer.json()["balance"], answer.json()["reference"]) == (201, 4, "PO-1")


def test_others_do_not(api, depot, part, movement, field_staff, outsider):
    assert api(field_staff, "api-stock-movement-list", movement).status_code == 403
    assert api(outsider, "api-stock-movement-list", movement).json()["code"] == "depot_unknown"
    assert not StockMovement.objects.exists()


def test_a_repeated_request_writes_once(api, depot, part, storekeeper, movement):
    answers = [api(storekeeper, "api-stock-movement-list", {**movement, "key": "k1"}).json()["id"] for _ in range(2)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"quantity": -1}, "数量必须是大于 0 的整数"),
        ({"quantity": 0}, "数量必须是大于 0 的整数"),
        ({"quantity": 1.5}, "“1.5”不是整数"),
        ({"quantity": "很多"}, "“很多”不是数字"),
        ({"quantity": 10**20}, "一次最多 1000000 件"),
        ({"quantity": True}, "不是数字"),
        ({"depot": "XX"}, "没有编号为 XX 的备件库"),
        ({"part": "XX"}, "没有编号为 XX 的备件"),
        ({"kind": "transfer_out"}, "transfer_out"),
        ({"kind": "scrap", "quantity": 1}, "需要写明原因"),
        ({"kind": "issue", "quantity": 1}, "可用库存不足"),
    ],
)
def test_bad_input_gets_a_sentence(api, depot, part, storekeeper, movement, change, sentence):
    answer = api(storekeeper, "api-stock-movement-list", {**movement, **change})
    assert answer.status_code in {400, 409}
    assert sentence in answer.content.decode()
    assert not StockMovement.objects.exists()


def test_pieces_are_reserved_and_released(api, full, manager):
    wish = {"depot": "SH-01", "part": "SCAN", "quantity": 3, "reference": "外部工单 9", "key": "w9"}
    made = [api(manager, "api-reservation-list", wish) for _ in range(2)]
    assert ([one.status_code for one in made], Reservation.objects.count()) == ([201, 201], 2)
    answer = api(manager, "api-reservation-release", {"reason": "不需要"}, pk=made[0].json()["id"])
    assert (answer.status_code, answer.json()["state"]) == (200, "released")


def test_no_more_is_reserved_than_there_is(api, full, manager):
    wish = {"depot": "SH-01", "part": "SCAN", "quantity": 4, "reference": "外部工单 9"}
    answer = api(manager, "api-reservation-list", wish)
    assert (answer.status_code, answer.json()["code"]) == (409, "stock_short")


def test_only_those_who_may_reserve_and_release(api, full, auditor, outsider):
    wish = {"depot": "SH-01", "part": "SCAN", "quantity": 1, "reference": "外部工单 9"}
    assert api(auditor, "api-reservation-list", wish).status_code == 403
    assert api(outsider, "api-reservation-list", wish).status_code == 400
    release = {"reason": "不需要", "pk": full["reservation"].pk}
    assert api(auditor, "api-reservation-release", {"reason": "x"}, pk=release["pk"]).status_code == 403
    assert api(outsider, "api-reservation-release", {"reason": "x"}, pk=release["pk"]).status_code == 404


def test_a_delivery_is_expected_arrives_in_parts_and_is_cancelled(api, full, storekeeper):
    order = {"depot": "SH-01", "part": "SCAN", "quantity": 5, "expected_on": "2026-12-01"}
    pk = api(storekeeper, "api-delivery-list", order).json()["id"]
    arrived = api(storekeeper, "api-delivery-arrive", {"quantity": 2}, pk=pk).json()
    moved = api(storekeeper, "api-delivery-postpone", {"expected_on": "2026-12-09"}, pk=pk).json()
    ended = api(storekeeper, "api-delivery-cancel", {"reason": "停产"}, pk=pk).json()
    assert (arrived["received"], moved["expected_on"], ended["state"]) == (2, "2026-12-09", "cancelled")


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("arrive", {"quantity": 1}),
        ("postpone", {"expected_on": "2026-12-09"}),
        ("cancel", {"reason": "停产"}),
    ],
)
def test_only_keepers_change_a_delivery(api, full, auditor, outsider, step, data):
    pk = full["delivery"].pk
    assert api(auditor, f"api-delivery-{step}", data, pk=pk).status_code == 403
    assert api(outsider, f"api-delivery-{step}", data, pk=pk).status_code == 404
    assert ExpectedDelivery.objects.get().state == "expected"
