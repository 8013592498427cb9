"""Depots of Shanghai and Nanjing, parts, and their stock."""

import pytest

from emergency_ops.lib.roles import Role
from resources.inventory.actions import ledger
from resources.inventory.models import Depot, PartType
from resources.inventory.subjects import Subject
from tests.conftest import NOON


@pytest.fixture
def subject():
    return Subject("incident", 7, "SJ-20261123-0007")


@pytest.fixture
def storekeeper(make_person):
    """Keeps any depot of Shanghai."""
    return make_person("storekeeper", Role.STOREKEEPER, regions=["310000"], name="周库")


@pytest.fixture
def make_depot(regions):
    """make_depot("SH-01", "310101", keeper=person): a depot in a region."""

    def make(code="SH-01", region="310101", **fields):
        return Depot.objects.create(code=code, **{"name": f"{code}备件库", "region_id": region, **fields})

    return make


@pytest.fixture
def depot(make_depot):
    return make_depot()


@pytest.fixture
def nanjing(make_depot):
    return make_depot("NJ-01", "320102")


@pytest.fixture
def make_part(db):
    """make_part("SCAN", price=12_000): a kind of spare part."""

    def make(code="SCAN", **fields):
        return PartType.objects.create(code=code, **{"name": f"{code}部件", **fields})

    return make


@pytest.fixture
def part(make_part):
    return make_part(name="扫码头", component="scanner", price=12_000)


@pytest.fixture
def stock_up(depot, part):
    """stock_up(10, depot=…, part=…): receives pieces and returns their level."""

    def receive(quantity, **place):
        place = {"depot": depot, "part": part, **place}
        ledger.receive(place["depot"], place["part"], quantity, actor=None, now=NOON)
        return place["depot"].levels.get(part=place["part"])

    return receive


@pytest.fixture
def level_of(depot, part):
    """level_of(): (on hand, reserved, in transit) as stored."""

    def read(depot=depot, part=part):
        row = depot.levels.get(part=part)
        return row.on_hand, row.reserved, row.in_transit

    return read
