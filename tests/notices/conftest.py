"""An outage in Shanghai that notices can tell of."""

from datetime import timedelta

import pytest

from emergency_ops.lib.roles import Role
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.response.models import Incident, IncidentTerminal, Substitute
from tests.conftest import NOON


@pytest.fixture
def policy_version(db):
    policy = EscalationPolicy.objects.create(name="默认")
    return PolicyVersion.objects.create(policy=policy, number=1, steps=[], created_at=NOON)


@pytest.fixture
def make_incident(policy_version, regions):
    """make_incident(site, other_site, category="software", affected=2): the first two terminals of each site are out."""

    def make(*sites, affected=None, number=None, **fields):
        values = {
            "number": number or f"YJ-20261123-{Incident.objects.count() + 1:04d}",
            "title": "通信线路中断", "status": "responding", "scope": "site_wide", "category": "external", "cause": "NET_DOWN",
            "region": regions["310101"], "began_at": NOON - timedelta(minutes=20), "opened_at": NOON, "confirmed_at": NOON,
            "clock_started_at": NOON, "clock_due_at": NOON + timedelta(minutes=30), "affected_sites": len(sites),
            "policy_version": policy_version, "expected_until": NOON + timedelta(hours=4),
        }  # fmt: skip
        incident = Incident.objects.create(**{**values, **fields})
        IncidentTerminal.objects.bulk_create(
            IncidentTerminal(incident=incident, terminal=terminal, since=NOON)
            for site in sites
            for terminal in list(site.terminals.order_by("code"))[:affected]
        )
        return incident

    return make


@pytest.fixture
def incident(make_incident, site):
    return make_incident(site)


@pytest.fixture
def make_substitute(db):
    def make(incident, kind="counter", site=None, **fields):
        values = {"status": "serving", "place": "一楼大厅3号窗口", "hours": "12:30-17:30", "created_at": NOON}
        return Substitute.objects.create(incident=incident, kind=kind, site=site, **{**values, **fields})

    return make


@pytest.fixture
def publisher(make_person):
    return make_person("publisher", Role.PUBLISHER, name="周发")
