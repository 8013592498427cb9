"""Transfers for programs: owner, member, outsider."""

import pytest

from resources.inventory.models import Transfer

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def call(client):
    """call(person, "DB-…/send/", key="k"): posts JSON; without facts and with get=True it reads."""

    def act(person, path="", get=False, **facts):
        client.force_login(person)
        if get:
            return client.get(f"/api/v1/transfers/{path}", facts)
        return client.post(f"/api/v1/transfers/{path}", facts, content_type="application/json")

    return act


@pytest.fixture
def draft(depot, nanjing, part, stock_up):
    stock_up(5)
    return {"source": depot.code, "to_depot": nanjing.code, "lines": [{"part": part.code, "quantity": 2}]}


def counts(number, received):
    line = Transfer.objects.get(number=number).lines.get()
    return [{"line": line.pk, "received": received}]


def test_the_whole_way(call, draft, commander, administrator):
    number = call(administrator, **draft).json()["number"]
    assert call(administrator, f"{number}/send/").json()["state"] == "sent"
    received = call(administrator, f"{number}/receive/", lines=counts(number, 1), remark="破损").json()
    assert (received["state"], received["received_pieces"], received["lines"][0]["received"]) == ("short", 1, 1)


def test_called_back(call, draft, administrator):
    number = call(administrator, **draft).json()["number"]
    call(administrator, f"{number}/send/")
    back = call(administrator, f"{number}/recall/", lines=counts(number, 2), remark="不需要了").json()
    assert back["state"] == "recalled"


def test_cancelled(call, draft, administrator):
    number = call(administrator, **draft).json()["number"]
    assert call(administrator, f"{number}/cancel/").json()["state"] == "cancelled"


def test_a_repeated_request_makes_one(call, draft, administrator):
    numbers = {call(administrator, **draft, key="k").json()["number"] for _again in range(2)}
    assert len(numbers) == 1


def test_from_a_reservation(call, reserve, subject, site, draft, administrator):
    line = {"part": "SCAN", "quantity": 3, "reservation": reserve(3).pk}
    made = call(administrator, **{**draft, "to_depot": "", "to_site": site.code, "lines": [line]}).json()
    assert (made["reference"], made["lines"][0]["reservation"]) == (subject.reference, line["reservation"])


def test_a_reservation_out_of_sight_is_unknown(call, make_depot, reserve, draft, nanjing, outsider):
    mine = make_depot("NJ-02", "320102")
    line = {"part": "SCAN", "quantity": 3, "reservation": reserve(3).pk}
    answer = call(outsider, source=nanjing.code, to_depot=mine.code, lines=[line])
    assert (answer.status_code, answer.json()["code"]) == (400, "reservation_unknown")


def test_a_second_one_to_send_is_refused(call, draft, administrator):
    number = call(administrator, **draft).json()["number"]
    call(administrator, f"{number}/send/", key="one")
    again = call(administrator, f"{number}/send/", key="two")
    assert (again.status_code, again.json()["code"]) == (409, "transfer_is_sent")


@pytest.mark.parametrize(
    "change",
    [
        {"lines": []},
        {"lines": [{"part": "SCAN", "quantity": 0}]},
        {"lines": [{"part": "SCAN", "quantity": -1}]},
        {"lines": [{"part": "SCAN", "quantity": 1.5}]},
        {"lines": [{"part": "NONE", "quantity": 1}]},
        {"lines": [{"part": "SCAN", "quantity": 1, "reservation": 0}]},
        {"source": "NONE"},
        {"to_depot": ""},
        {"to_site": "310101-0001"},
    ],
)
def test_what_cannot_be_drafted(call, draft, administrator, change):
    assert call(administrator, **{**draft, **change}).status_code == 400
    assert not Transfer.objects.exists()


def test_a_member_of_either_region_sees_it(call, make_transfer, manager, outsider):
    number = make_transfer().number
    for person in (manager, outsider):
        assert call(person, get=True).json()["results"][0]["number"] == number
        assert call(person, f"{number}/", get=True).status_code == 200


def test_an_outsider_sees_and_does_nothing(call, make_transfer, make_person, site, outsider):
    number = make_transfer(to=site).number
    assert call(outsider, get=True).json()["results"] == []
    assert call(outsider, f"{number}/", get=True).status_code == 404
    for step in ("send", "cancel"):
        assert call(outsider, f"{number}/{step}/").status_code == 404
    for step in ("receive", "recall"):
        assert call(outsider, f"{number}/{step}/", lines=counts(number, 1), remark="x").status_code == 404


def test_a_member_who_does_not_keep_the_depot(call, make_transfer, field_staff, draft):
    number = make_transfer().number
    assert call(field_staff, f"{number}/send/").status_code == 403
    assert call(field_staff, f"{number}/cancel/").status_code == 403
    assert call(field_staff, f"{number}/recall/", lines=counts(number, 1), remark="x").status_code == 403


def test_depots_out_of_sight_are_unknown(call, draft, outsider):
    assert call(outsider, **draft).json()["code"] == "depot_unknown"


def test_strangers_are_refused(client, make_transfer):
    assert client.get("/api/v1/transfers/").status_code in {401, 403}


@pytest.mark.parametrize(
    ("filters", "found"), [({"state": "draft"}, 1), ({"state": "sent"}, 0), ({"depot": "NJ-01"}, 1), ({"q": "SCAN"}, 1)]
)
def test_the_filters_of_the_page(call, make_transfer, manager, filters, found):
    make_transfer()
    assert call(manager, get=True, **filters).json()["count"] == found


@pytest.mark.parametrize("size", [1, 12])
def test_queries_do_not_grow_with_the_rows(call, make_transfer, manager, size, django_assert_num_queries, client):
    for _number in range(size):
        make_transfer()
    client.force_login(manager)
    with django_assert_num_queries(8):
        client.get("/api/v1/transfers/")
