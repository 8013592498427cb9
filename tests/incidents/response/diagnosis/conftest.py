"""Intake keys, and commands that were sent."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.actions import create_key
from incidents.monitoring.intake import keys
from incidents.response.diagnosis import actions


@pytest.fixture(autouse=True)
def _fresh_keys():
    keys.forget()


@pytest.fixture
def make_key(db):
    """make_key(site, …): the secret of a key for these sites, without any for all."""

    def make(*sites):
        return create_key(name="网关", sites=sites, actor=None, now=now_clock.now())[1]

    return make


@pytest.fixture
def fetch(client):
    """fetch(secret, terminal=…, wait=…): the commands that a terminal with this key gets."""

    def ask(secret, **query):
        answer = client.get("/api/v1/commands", query, HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert answer.status_code == 200, answer.content
        return answer.json()["commands"]

    return ask


@pytest.fixture
def reply(client):
    """reply(secret, command, ok=True, output=…): the status of what a terminal answers."""

    def post(secret, command, **body):
        path = f"/api/v1/commands/{command['id']}/answer"
        given = {"ok": True, **body}
        return client.post(path, given, "application/json", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code

    return post


@pytest.fixture
def send(manager, incident):
    """send("status", …): a command of the manager to the incident's first terminal."""

    def queue(kind="status", terminals=("310101-0001-01",), actor=manager, incident=incident, **fields):
        return actions.send(kind, terminals, actor=actor, now=now_clock.now(), incident=incident, **fields)

    return queue
