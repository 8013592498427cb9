"""Every page of the stock: who sees it, what it says, how many queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.inventory.actions import deliveries, minimums, reservations
from resources.inventory.models import Depot, PartType
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(depot, part, stock_up, subject, manager):
    """A level with all that a level may have."""
    stock_up(5)
    minimums.set_minimum(depot, part, 6, 10, actor=None, now=NOON)
    reserved = reservations.reserve(depot, part, 2, subject=subject, actor=manager, now=NOON)
    expected = deliveries.expect(depot, part, 1, expected_on=NOON.date(), actor=manager, now=NOON)
    return {
        "stock": [],
        "level": [depot.code, part.code],
        "depots": [],
        "depot": [depot.code],
        "depot_edit": [depot.code],
        "depot_create": [],
        "parts": [],
        "part": [part.code],
        "part_edit": [part.code],
        "part_create": [],
        "movements": [],
        "movement_create": ["receipt"],
        "reservations": [],
        "reservation": [reserved.pk],
        "deliveries": [],
        "delivery": [expected.pk],
        "delivery_create": [],
        "replenishment": [],
    }


@pytest.fixture
def visit(client):
    def get(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(f"inventory:{name}", args=args), query)

    return get


def test_every_page_opens_for_the_manager(full, visit, manager):
    statuses = {name: visit(manager, name, *args).status_code for name, args in full.items()}
    assert set(statuses.values()) == {200}, statuses


def test_every_list_is_exported(full, visit, manager):
    for name in ("stock", "depots", "parts", "movements", "reservations", "deliveries", "replenishment"):
        response = visit(manager, name, export="csv")
        assert b"".join(response.streaming_content).count(b"\r\n") == 2, name


def test_another_region_does_not_exist(full, visit, outsider):
    for name in ("level", "depot", "depot_edit", "reservation", "delivery"):
        assert visit(outsider, name, *full[name]).status_code == 404, name
    for name in ("stock", "depots", "movements", "reservations", "deliveries", "replenishment"):
        assert "SH-01" not in visit(outsider, name).content.decode(), name


def test_a_person_without_a_role_sees_nothing(full, visit, make_person):
    nobody = make_person("nobody")
    for name in ("stock", "depots", "parts", "movements", "reservations", "deliveries", "replenishment"):
        assert "SCAN" not in visit(nobody, name).content.decode(), name
    assert visit(nobody, "part", "SCAN").status_code == 404


@pytest.mark.parametrize(
    "name", ["stock", "depots", "parts", "movements", "reservations", "deliveries", "replenishment", "depot", "part"]
)
def test_queries_do_not_grow_with_the_stock(
    name, full, visit, manager, make_depot, make_part, stock_up, subject, django_assert_num_queries
):
    visit(manager, name, *full[name])
    with CaptureQueriesContext(connection) as few:
        visit(manager, name, *full[name])
    for number in range(2, 9):
        other, more = make_depot(f"SH-{number:02}", "310104"), make_part(f"P{number}")
        for depot, part in (
            (other, more),
            (Depot.objects.get(code="SH-01"), more),
            (other, PartType.objects.get(code="SCAN")),
        ):
            stock_up(4, depot=depot, part=part)
            minimums.set_minimum(depot, part, 6, 10, actor=None, now=NOON)
            reservations.reserve(depot, part, 1, subject=subject, actor=manager, now=NOON)
            deliveries.expect(depot, part, 1, expected_on=NOON.date(), actor=manager, now=NOON)
    with django_assert_num_queries(len(few)):
        visit(manager, name, *full[name])
