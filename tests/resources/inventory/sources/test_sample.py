"""The sample inventory: there after one load, unchanged after the second."""

import pytest

from emergency_ops.lib.roles import Role
from resources.inventory import sample
from resources.inventory.models import Depot, Equipment, ExpectedDelivery, PartType, StockLevel, StockMovement
from resources.network import sample as network
from resources.staff.models import Person
from tests.conftest import NOON


@pytest.fixture
def loaded(make_person):
    network.load(NOON)
    make_person("cangku", Role.STOREKEEPER, name="赵立新")
    sample.load(NOON)


def counts():
    models = (Depot, PartType, StockLevel, StockMovement, Equipment, ExpectedDelivery, Person)
    return [model.objects.count() for model in models]


def test_twice_is_once(loaded):
    before = counts()
    sample.load(NOON)
    assert counts() == before
    assert before[:2] == [len(sample.STORES), len(sample.PARTS)]
    assert before[5] == 1


def test_something_is_short(loaded):
    scanner = PartType.objects.get(code="SM-2D-01")
    low = StockLevel.objects.get(depot__code="BJK-SH-01", part=scanner)
    assert low.on_hand < scanner.minimums.get(depot__code="BJK-SH-01").minimum


def test_every_terminal_model_has_its_parts(loaded):
    for model in network.MODELS:
        fitting = [part for part in PartType.objects.all() if not part.terminal_models or model in part.terminal_models]
        assert {"scanner", "mainboard", "printer", "touch_screen", "power"} <= {part.component for part in fitting}
