"""Notices that the public can read, and what it reads."""

from datetime import timedelta

import pytest

from incidents.escalation.models import Heartbeat
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def _at_noon(clock):
    return clock


@pytest.fixture
def told(make_notice, issued, publisher):
    """told(incident, kind="alert", now=NOON, **fields): an issued notice."""

    def make(incident=None, kind="alert", now=NOON, **fields):
        values = {"outlets": ["status"], "expires_at": now + timedelta(hours=24), **fields}
        return issued(make_notice(incident, kind, actor=publisher, now=now, **values), now=now)

    return make


@pytest.fixture
def looked(db):
    """looked(at): the sweep that looks at all terminals came to its end then."""

    def make(at=NOON):
        Heartbeat.objects.update_or_create(name="detect_warnings", defaults={"at": at})

    return make


@pytest.fixture
def read(client):
    """read("/status/"): the text of a page that is there."""

    def get(path, **headers):
        response = client.get(path, headers=headers)
        assert response.status_code == 200, response.content.decode()[:500]
        return response.content.decode()

    return get


@pytest.fixture
def home(settings, tmp_path):
    settings.STATUS_SNAPSHOT = str(tmp_path / "status")
    return tmp_path / "status"
