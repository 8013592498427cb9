"""A terminal that is swapped stands in the timeline of the incident that it is down for."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response.actions.telling import tell_all
from resources.inventory.actions.chain import By
from resources.inventory.actions.swapping import Swap, swap
from resources.inventory.models import Equipment

from .conftest import told

NOW = now_clock.now


@pytest.fixture
def standby(depot):
    return Equipment.objects.create(
        code="BY-1", token="by1", kind="standby_terminal", serial_number="S1", model="ZZ-200", depot=depot
    )


@pytest.fixture
def swapping(depot, standby, manager):
    """swapping(terminal): puts the standby terminal in its place."""
    return lambda terminal: swap(Swap(terminal, standby, depot, accepted=True), By(manager, NOW(), "主控板烧毁"))


def test_a_swap_is_told_once(incident, swapping):
    terminal = incident.terminals.first().terminal
    swapping(terminal)
    tell_all(NOW())
    tell_all(NOW())
    assert told(incident) == [f"换机装入备用终端 BY-1：{terminal.site.name} · {terminal.code}。"]


def test_a_swap_elsewhere_is_not(incident, swapping, make_site):
    swapping(make_site("310101-0009").terminals.get())
    tell_all(NOW())
    assert told(incident) == []
