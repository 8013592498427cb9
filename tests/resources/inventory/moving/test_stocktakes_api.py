"""Stocktakes for programs: owner, member, outsider."""

import pytest

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def call(client):
    def act(person, path="", get=False, **facts):
        client.force_login(person)
        if get:
            return client.get(f"/api/v1/stocktakes/{path}", facts)
        return client.post(f"/api/v1/stocktakes/{path}", facts, content_type="application/json")

    return act


@pytest.fixture
def path(stocktake):
    return f"{stocktake.number}/"


def counts(*numbers):
    return [{"part": "SCAN", "counted": number} for number in numbers]


def test_the_whole_way(call, depot, stock_up, storekeeper, second, level_of):
    stock_up(10)
    number = call(storekeeper, depot=depot.code).json()["number"]
    call(storekeeper, f"{number}/count/", counts=counts(9))
    assert call(storekeeper, f"{number}/finish/").json()["lines"][0]["variance"] == -1
    assert call(second, f"{number}/post/", reason="丢失").json()["state"] == "posted"
    assert level_of() == (9, 0, 0)


def test_nobody_is_told_the_books_while_it_is_counted(call, path, storekeeper):
    line = call(storekeeper, f"{path}count/", counts=counts(9)).json()["lines"][0]
    assert (line["counted"], line["expected"], line["variance"]) == (9, None, None)


def test_a_part_that_is_not_on_the_list_is_added(call, path, storekeeper, make_part):
    make_part("B")
    answer = call(storekeeper, f"{path}count/", counts=[{"part": "B", "counted": 1}])
    assert [line["part"] for line in answer.json()["lines"]] == ["B", "SCAN"]


@pytest.mark.parametrize("wrong", [-1, 1.5, "x", None])
def test_what_is_no_count(call, path, storekeeper, wrong):
    assert call(storekeeper, f"{path}count/", counts=counts(wrong)).status_code == 400


def test_a_count_of_an_unknown_part_stores_nothing(call, path, storekeeper, stocktake):
    both = [*counts(9), {"part": "NONE", "counted": 1}]
    assert call(storekeeper, f"{path}count/", counts=both).status_code == 400
    assert stocktake.lines.get().counted is None


def test_counted_again(call, counted, storekeeper):
    answer = call(storekeeper, f"{counted.number}/recount/", parts=["SCAN"]).json()
    assert (answer["state"], answer["done"]) == ("counting", 0)


def test_cancelled(call, path, storekeeper):
    assert call(storekeeper, f"{path}cancel/").json()["state"] == "cancelled"


def test_the_counter_does_not_post(call, counted, storekeeper):
    answer = call(storekeeper, f"{counted.number}/post/", reason="丢失")
    assert (answer.status_code, answer.json()["code"]) == (409, "stocktake_own_count")


def test_a_member_who_does_not_keep_the_depot_reads(call, path, field_staff, depot):
    assert call(field_staff, path, get=True).status_code == 200
    assert call(field_staff, f"{path}count/", counts=counts(1)).status_code == 403
    for step in ("finish", "post", "cancel"):
        assert call(field_staff, f"{path}{step}/").status_code == 403
    assert call(field_staff, f"{path}recount/", parts=["SCAN"]).status_code == 403
    assert call(field_staff, depot=depot.code).status_code == 403


def test_an_outsider_sees_and_does_nothing(call, path, outsider, depot):
    assert call(outsider, get=True).json()["results"] == []
    assert call(outsider, path, get=True).status_code == 404
    assert call(outsider, f"{path}count/", counts=counts(1)).status_code == 404
    assert call(outsider, f"{path}recount/", parts=["SCAN"]).status_code == 404
    for step in ("finish", "post", "cancel"):
        assert call(outsider, f"{path}{step}/").status_code == 404
    assert call(outsider, depot=depot.code).json()["code"] == "depot_unknown"


def test_strangers_are_refused(client, stocktake):
    assert client.get("/api/v1/stocktakes/").status_code in {401, 403}
