"""An incident of two sites with three terminals each, reported down, whose extent is changed."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.choices import Scope
from incidents.monitoring.models import TerminalState
from incidents.response import actions
from incidents.response.extent.actions import Change, Kind, change_extent
from resources.network.models import Terminal

NOW = now_clock.now


@pytest.fixture
def sites(make_site):
    return [make_site("310101-0001", terminals=3), make_site("310101-0002", terminals=3)]


@pytest.fixture
def warning(make_warning, sites):
    return make_warning(*sites, scope=Scope.REGIONAL)


@pytest.fixture
def incident(warning):
    return actions.open_from_warning(warning, NOW())


@pytest.fixture
def confirmed(incident, manager):
    return actions.confirm(incident, actor=manager, now=NOW())


@pytest.fixture
def change(incident, manager):
    """change("restore", "310101-0001-01", sites=…, since=…, reason=…, actor=manager)"""

    def make(kind, *terminals, actor=manager, **fields):
        return change_extent(incident, Change(Kind(kind), terminals, **fields), actor=actor, now=NOW())

    return make


def report_working(*codes):
    """The terminals report that they are in service."""
    for terminal in Terminal.objects.filter(code__in=codes):
        TerminalState.objects.update_or_create(
            terminal=terminal,
            defaults={
                "seq": 1,
                "at": NOW(),
                "received_at": NOW(),
                "last_heard_at": NOW(),
                "condition": "in_service",
                "condition_since": NOW(),
                "interval": 60,
            },
        )


def spans(incident, code):
    """(minutes since noon, minutes since noon or None) of a terminal's periods."""
    start = incident.opened_at
    rows = incident.terminals.filter(terminal__code=code).order_by("since")
    return [(_minutes(row.since - start), row.until and _minutes(row.until - start)) for row in rows]


def _minutes(span):
    return span // timedelta(minutes=1)
