"""A phone that sends what was done without a connection."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock


@pytest.fixture
def send(client):
    """send(person, "task", {"deed": "accept", …}, ago=5): the answer to one deed that was typed so many minutes ago."""

    def post(person, kind, body, ago=0, uuid=None, files=(), by=None):
        client.force_login(person)
        now = now_clock.now()
        typed = (now - timedelta(minutes=ago)).isoformat()
        deed = {"uuid": str(uuid or uuid4()), "kind": kind, "at": typed, "body": body}
        batch = {"person": (by or person).pk, "sent_at": now.isoformat(), "entries": [deed]}
        data = {"batch": json.dumps(batch)}
        if files:
            data[deed["uuid"]] = list(files)
        response = client.post(reverse("offline:sync"), data)
        return response.json()["answers"][0] if response.status_code == 200 else response

    return post
