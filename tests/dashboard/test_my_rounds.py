"""Whoever goes round sees the next rounds on the first page."""

from datetime import timedelta

import pytest

from incidents.monitoring.patrols.models import PatrolRound
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def one(site, field_staff):
    ends = NOON + timedelta(hours=2)
    return PatrolRound.objects.create(
        site=site, token="T" * 12, starts_at=NOON, due_at=ends, ends_at=ends, assignee=field_staff
    )


def test_my_rounds_are_on_top(client, one, field_staff):
    client.force_login(field_staff)
    assert client.get("/").context["rounds"] == [one]


def test_those_of_others_are_not(client, one, manager):
    client.force_login(manager)
    assert client.get("/").context["rounds"] == []
