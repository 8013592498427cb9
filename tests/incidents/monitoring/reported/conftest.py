"""What reporters say, and what detection knows meanwhile."""

from datetime import timedelta

import pytest

from incidents.escalation import sample as escalation_sample
from incidents.monitoring import rows
from incidents.monitoring.choices import SignalKind, WarningEventKind, WarningSource
from incidents.monitoring.models import Signal, Warning
from incidents.monitoring.reported import actions
from incidents.monitoring.reported.rules import Observation
from incidents.response import sample
from resources.network.models import Terminal
from tests.conftest import NOON


@pytest.fixture
def installed(db, clock, regions):
    """Default policy and grade rules; the clock stands at noon."""
    escalation_sample.load(NOON)
    sample.load(NOON)


@pytest.fixture
def terminals(make_site):
    """Three terminals of one site."""
    return list(make_site(terminals=3).terminals.order_by("code"))


def seen(terminal, code="SCREEN_BROKEN", kind=SignalKind.FAULT, began_at=NOON, **fields):
    return Observation(terminal, kind, code, began_at, **fields)


def report(*observations, key="one", source=WarningSource.PATROL, now=NOON, **fields):
    return actions.report(source, key, observations, now=now, **fields)


def clear(*, key="one", source=WarningSource.PATROL, terminals=None, minute=30):
    actions.clear(source, key, terminals=terminals, now=NOON + timedelta(minutes=minute))


def detected(*terminals, kind="silence", by="site", key="310101-0001", codes=(), method="", at=NOON):
    """An open warning over the terminals, as detection writes it."""
    warning = Warning.objects.create(
        key=f"{by}:{key} {kind}",
        scope="site_wide",
        category="external",
        cause=min(codes, default=kind),
        payment_method=method,
        site=terminals[0].site,
        region=terminals[0].site.region,
        opened_at=at,
        began_at=at,
        memory={"kind": kind, "by": by, "key": key, "method": method, "codes": list(codes)},
    )
    rows.cover(warning, [terminal.pk for terminal in terminals], at)
    Signal.objects.bulk_create(
        Signal(warning=warning, terminal=terminal, kind=kind, code=min(codes, default=method), began_at=at)
        for terminal in terminals
    )
    rows.tell(warning, WarningEventKind.OPENED, len(terminals), at)
    return warning


def kinds(warning):
    return list(warning.events.order_by("id").values_list("kind", flat=True))


def covered(warning):
    return set(Terminal.objects.filter(pk__in=warning.members.filter(until=None).values("terminal")))
