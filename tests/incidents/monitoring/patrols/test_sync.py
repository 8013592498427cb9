"""What phones talk to: JSON in, an answer for each entry, also for those whose session is over."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from incidents.monitoring.patrols.models import PatrolEntry
from resources.attachments.models import Attachment
from tests.conftest import NOON

from .conftest import entry, put, terminals_of
from .test_patrol_pages import PIXEL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def one(make_round, field_staff):
    return make_round(assignee=field_staff)


def row(one, **fields):
    values = {"uuid": str(uuid4()), "round": one.token, "terminal": terminals_of(one)[0].code, "item": "door"}
    return {**values, "outcome": "ok", "seen_at": NOON.isoformat(), **fields}


def send(client, person, *rows, **fields):
    body = {"person": person.pk, "sent_at": NOON.isoformat(), "entries": list(rows), **fields}
    return client.post(reverse("patrols:sync"), json.dumps(body), content_type="application/json")


def test_each_entry_gets_its_answer(client, one, field_staff):
    client.force_login(field_staff)
    answers = send(client, field_staff, row(one), row(one, outcome="skipped")).json()["answers"]
    assert [answer["status"] for answer in answers] == ["taken", "refused"]
    assert answers[1]["reason"]


def test_the_answer_tells_what_others_said(client, one, field_staff, second):
    put(second, entry(one, terminals_of(one)[0], "door"))
    client.force_login(field_staff)
    answer = send(client, field_staff, row(one)).json()["answers"][0]
    assert answer["others"] == ["周二 12:05 正常"]


def test_a_stranger_is_told_where_to_log_in_and_nothing_is_taken(client, one, field_staff):
    response = send(client, field_staff, row(one))
    assert (response.status_code, response.json()["login"]) == (401, reverse("account_login"))
    assert client.get(reverse("patrols:session")).status_code == 401


def test_what_one_typed_is_not_put_down_to_another(client, one, field_staff, second):
    client.force_login(second)
    response = send(client, field_staff, row(one))
    assert (response.status_code, response.json()["code"]) == (409, "other_person")
    assert not PatrolEntry.objects.exists()


def test_half_a_character_at_the_end_of_a_remark_keeps_nothing_else_out(client, one, field_staff):
    client.force_login(field_staff)
    response = send(client, field_staff, row(one, outcome="finding", remark="卡纸\ud83d\x00"), row(one, item="screen"))
    assert [answer["status"] for answer in response.json()["answers"]] == ["taken", "taken"]
    assert PatrolEntry.objects.get(item="door").remark == "卡纸?"


@pytest.mark.parametrize("body", [b"\xff\xfe", "[" * 100_000, '{"person": 1e999, "entries": []}'])
def test_what_is_no_json_of_ours_is_refused(client, field_staff, body):
    client.force_login(field_staff)
    assert client.post(reverse("patrols:sync"), body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("body", ["", "[]", '{"person": 1}', '{"person": "x", "entries": []}'])
def test_what_cannot_be_read_is_refused(client, field_staff, body):
    client.force_login(field_staff)
    response = client.post(reverse("patrols:sync"), body, content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "change",
    [{"uuid": "x"}, {"seen_at": "gestern"}, {"seen_at": "0001-01-01T00:00:00Z"}, {"seen_at": "2026-11-23T12:00:00"}],
)
def test_entries_that_cannot_be_read_are_refused(client, one, field_staff, change):
    client.force_login(field_staff)
    assert send(client, field_staff, row(one, **change)).status_code == 400


def test_a_forged_request_is_refused(one, field_staff):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(field_staff)
    assert send(strict, field_staff, row(one)).status_code == 403
    token = strict.get(reverse("patrols:session")).json()["csrf"]
    body = json.dumps({"person": field_staff.pk, "entries": [row(one)]})
    address = reverse("patrols:sync")
    sent = strict.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 200


def test_a_photo_follows_its_entry_once(client, one, field_staff, tmp_path):
    client.force_login(field_staff)
    put(field_staff, entry(one, terminals_of(one)[0]))
    uuid = PatrolEntry.objects.get().uuid
    picture = tmp_path / "p.png"
    picture.write_bytes(PIXEL)
    for _again in range(2):
        with picture.open("rb") as photo:
            assert client.post(reverse("patrols:photo", args=[uuid]), {"photo": photo}).status_code == 200
    assert Attachment.objects.count() == 1


def test_a_photo_of_no_entry_or_of_another_region_has_no_place(client, one, field_staff, outsider, tmp_path):
    put(field_staff, entry(one, terminals_of(one)[0]))
    picture = tmp_path / "p.png"
    picture.write_bytes(PIXEL)
    client.force_login(outsider)
    for uuid in (uuid4(), PatrolEntry.objects.get().uuid):
        with picture.open("rb") as photo:
            assert client.post(reverse("patrols:photo", args=[uuid]), {"photo": photo}).status_code == 404
