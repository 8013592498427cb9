"""A site that needs scan heads, and a depot that has them."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.models import TerminalState
from incidents.response import timeline
from incidents.response.actions import resources
from resources.inventory.actions import ledger
from resources.inventory.models import Depot, Need, PartType
from resources.inventory.sourcing import source, standing

NOW = now_clock.now


@pytest.fixture
def part(db):
    return PartType.objects.create(code="SCAN", name="扫码头", component="scanner")


@pytest.fixture
def depot(regions, part):
    row = Depot.objects.create(code="SH-01", name="黄浦备件库", region_id="310101", opening_hours="00:00-24:00")
    ledger.receive(row, part, 9, actor=None, now=NOW())
    return row


@pytest.fixture
def site(incident):
    return incident.terminals.first().terminal.site


@pytest.fixture
def need(incident, site, part, depot, manager):
    return resources.ask(incident, site, 3, part=part, actor=manager, now=NOW())


@pytest.fixture
def reserved(incident, need, manager):
    takes = source(list(standing(Need.objects.all())), NOW()).takes
    return resources.reserve(incident, takes, key="k", actor=manager, now=NOW())


def report(terminal, **components):
    return TerminalState.objects.create(
        terminal=terminal,
        seq=1,
        seen=b"",
        at=NOW(),
        received_at=NOW(),
        last_heard_at=NOW(),
        device="online",
        components={kind: {"state": "failed", "fault_code": code} for kind, code in components.items()},
    )


def told(incident):
    """The timeline's sentences about resources, oldest first."""
    return [timeline.sentence(entry) for entry in incident.timeline.filter(kind="resources").order_by("id")]
