"""An endpoint at a stub that verifies signatures."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.channels.sealing import seal
from incidents.response.webhooks import actions, jobs
from incidents.response.webhooks.actions import Target
from incidents.response.webhooks.queries import due_call_ids
from tests.incidents.escalation.stubs import StubServer
from tests.incidents.escalation.stubs.vendors import KEYS


@pytest.fixture
def stub():
    with StubServer(patience=1.5) as server:
        yield server


@pytest.fixture
def make_endpoint(installed, stub):
    """make_endpoint(kinds=["confirmed"]): told from now on; its secret is the one that the stub knows."""

    def make(name="总线", **fields):
        given = {"kinds": [], "region": None, "with_drills": False, "is_active": True, **fields}
        target = Target(name=name, url=f"{stub.url}/webhook", **given)
        endpoint, _secret = actions.save_endpoint(None, target, actor=None, now=now_clock.now())
        endpoint.sealed = seal(KEYS["webhook"])
        endpoint.save()
        return endpoint

    return make


@pytest.fixture
def deliver():
    """deliver(endpoint): queue what it was not told, make the calls that are due; how many were tried."""

    def run(*endpoints):
        for endpoint in endpoints:
            actions.queue_next(endpoint.pk, now=now_clock.now())
        return jobs.call_endpoints(due_call_ids(now_clock.now(), 100))

    return run
