"""Needs of Shanghai's sites, and depots to meet them from."""

import pytest

from resources.inventory.actions import needs
from resources.inventory.models import Need
from resources.inventory.sourcing import source, standing
from tests.conftest import NOON

BUND = {"longitude": 121.49, "latitude": 31.24}
PUDONG = {"longitude": 121.60, "latitude": 31.20}
NANJING = {"longitude": 118.79, "latitude": 32.05}
ALWAYS = "00:00-24:00"


@pytest.fixture
def site(make_site):
    return make_site(name="中心医院", **BUND)


@pytest.fixture
def depot(make_depot):
    return make_depot(opening_hours=ALWAYS, **PUDONG)


@pytest.fixture
def nanjing(make_depot):
    return make_depot("NJ-01", "320102", opening_hours=ALWAYS, **NANJING)


@pytest.fixture
def ask(subject, site, part):
    """ask(3, site=…, part=…, actor=…): something that is needed."""

    def add(quantity=1, *, actor=None, **what):
        where = what.pop("site", site)
        what = what or {"part": part}
        return needs.add_need(what.pop("subject", subject), where, quantity, actor=actor, now=NOON, **what)

    return add


@pytest.fixture
def planned(db):
    """planned(): the plan for everything that is needed."""
    return lambda now=NOON: source(list(standing(Need.objects.all())), now)
