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


def titles(page):
    return [row.title for shown in page.context["cards"] if shown.card.code == "rounds" for row in shown.rows]


def test_my_rounds_are_on_top(client, one, field_staff):
    client.force_login(field_staff)
    assert titles(client.get("/")) == [one.site.name]


def test_those_of_others_are_not(client, one, manager):
    client.force_login(manager)
    assert titles(client.get("/")) == []
