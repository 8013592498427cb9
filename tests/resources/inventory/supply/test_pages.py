"""Pages of the supply chain list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.documents.models import Paper
from resources.inventory.actions import supply
from resources.inventory.models import SupplyRequest
from tests.conftest import NOON


@pytest.fixture
def read(client):
    def get(person, path, **query):
        client.force_login(person)
        answer = client.get(path, query)
        assert answer.status_code == 200
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    return get


def test_the_list_names_supplier_contact_and_date(read, promised, storekeeper):
    text = read(storekeeper, "/inventory/supply/")
    assert all(word in text for word in ("扫码头", "华扫科技", "021-5555", "2026-11-30"))


def test_it_filters_and_exports(read, promised, storekeeper):
    assert "华扫科技" not in read(storekeeper, "/inventory/supply/", stage="undated").split('id="list"')[1]
    assert promised.number in read(storekeeper, "/inventory/supply/", export="csv")


def test_a_stranger_sees_nothing(client, read, promised, outsider):
    assert promised.number not in read(outsider, "/inventory/supply/")
    assert client.get(f"/inventory/supply/{promised.number}/").status_code == 404


def test_the_auditor_reads_only(client, read, promised, auditor):
    assert "登记到货日期" not in read(auditor, f"/inventory/supply/{promised.number}/")
    assert client.post(f"/inventory/supply/{promised.number}/cancel/", {"reason": "x"}).status_code == 403


def test_from_order_to_arrival(client, asked, storekeeper, depot, level_of, clock):
    client.force_login(storekeeper)
    path = f"/inventory/supply/{asked.number}/"
    client.post(f"{path}take/")
    client.post(f"{path}order/", {"supplier": "华扫科技", "order_number": "PO-7"})
    client.post(f"{path}promise/", {"expected_on": "2026-11-30", "depot": depot.code})
    client.post(f"{path}arrive/", {"key": "k"})
    asked.refresh_from_db()
    assert (asked.state, asked.owner, asked.order_number) == ("arrived", storekeeper, "PO-7")
    assert level_of()[0] == 3


def test_what_is_refused_is_said_in_the_form(client, asked, storekeeper):
    client.force_login(storekeeper)
    answer = client.post(f"/inventory/supply/{asked.number}/promise/", {"expected_on": "2020-01-01"})
    assert answer.status_code == 400
    assert "field__error" in answer.content.decode()


def test_it_is_asked_for_by_hand(client, storekeeper, part, depot):
    client.force_login(storekeeper)
    data = {"thing": f"part:{part.pk}", "quantity": 2, "depot": depot.code}
    assert client.post("/inventory/supply/new/", data).status_code == 302
    assert SupplyRequest.objects.get().asked_by == storekeeper


def test_the_list_is_printed_as_filtered(client, promised, storekeeper):
    client.force_login(storekeeper)
    assert client.post("/inventory/supply/print/?stage=live").status_code == 302
    facts = Paper.objects.get().facts
    assert [row["number"] for row in facts["rows"]] == [promised.number]


def test_an_empty_list_is_not_printed(client, promised, storekeeper):
    client.force_login(storekeeper)
    assert client.post("/inventory/supply/print/?stage=late").status_code == 409


def test_the_queries_do_not_grow_with_the_rows(client, storekeeper, part, depot):
    client.force_login(storekeeper)

    def count(rows):
        for _row in range(rows):
            supply.ask(1, part=part, depot=depot, actor=storekeeper, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            client.get("/inventory/supply/")
        return len(queries)

    count(1)
    assert count(9) == count(90)


def test_the_api_orders_and_promises(client, asked, storekeeper, depot, clock):
    client.force_login(storekeeper)
    path = f"/api/v1/supply-requests/{asked.number}/"
    client.post(f"{path}order/", {"supplier": "华扫"}, content_type="application/json")
    body = {"expected_on": "2026-11-30", "depot": depot.code}
    answer = client.post(f"{path}promise/", body, content_type="application/json")
    assert (answer.json()["state"], answer.json()["expected_on"]) == ("promised", "2026-11-30")
