"""A site that needs more scan heads than any depot has."""

import pytest

from resources.inventory.actions import needs, supply
from resources.inventory.actions.supply_following import follow_supply
from resources.inventory.models import SupplyRequest
from tests.conftest import NOON


@pytest.fixture
def part(make_part):
    return make_part(name="扫码头", component="scanner", supplier="华扫科技", supplier_contact="021-5555")


@pytest.fixture
def need(subject, site, part):
    return needs.add_need(subject, site, 3, part=part, actor=None, now=NOON)


@pytest.fixture
def follow(db):
    """follow(): what the sweep did."""
    return lambda now=NOON: follow_supply(now)


@pytest.fixture
def asked(need, depot, follow):
    follow()
    return SupplyRequest.objects.get()


@pytest.fixture
def promised(asked, depot, storekeeper):
    day = NOON.date().replace(day=30)
    return supply.promise(asked, day, depot=depot, actor=storekeeper, now=NOON)
