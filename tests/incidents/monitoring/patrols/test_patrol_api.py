"""Rounds and findings over REST, and entries that stay as they were said."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.monitoring.patrols.models import PatrolEntry
from tests.conftest import NOON

from .conftest import finding, put, terminals_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def one(make_round, field_staff):
    found = make_round(assignee=field_staff)
    put(field_staff, finding(found, terminals_of(found)[0]))
    return found


def test_rounds_are_read_and_filtered(client, one, manager):
    client.force_login(manager)
    row = client.get("/api/v1/patrol-rounds/", {"state": "under_way"}).json()["results"][0]
    assert (row["token"], row["assignee"], row["problems"]) == (one.token, "field", 1)
    assert client.get("/api/v1/patrol-rounds/", {"state": "missed"}).json()["results"] == []
    assert client.get(f"/api/v1/patrol-rounds/{one.token}/").status_code == 200


def test_findings_are_read(client, one, manager):
    client.force_login(manager)
    row = client.get("/api/v1/patrol-findings/", {"state": "open"}).json()["results"][0]
    assert (row["terminal"], row["fault_code"]) == (terminals_of(one)[0].code, "PRT_INOP")


def test_what_lies_elsewhere_does_not_exist(client, one, outsider):
    client.force_login(outsider)
    assert client.get("/api/v1/patrol-rounds/").json()["results"] == []
    assert client.get(f"/api/v1/patrol-rounds/{one.token}/").status_code == 404


def test_ten_rounds_are_read_with_as_many_queries_as_one(client, one, make_round, manager):
    client.force_login(manager)
    client.get("/api/v1/patrol-rounds/")
    counts = []
    for hours in (range(0), range(1, 10)):
        for hour in hours:
            make_round(one.site, starts=hour * 120)
        with CaptureQueriesContext(connection) as caught:
            client.get("/api/v1/patrol-rounds/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_an_entry_is_neither_changed_nor_deleted(one):
    for change in (PatrolEntry.objects.all().delete, lambda: PatrolEntry.objects.update(remark="anders")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert PatrolEntry.objects.get().seen_at > NOON
