"""Files with notes: kept, told in the timeline, seen by those who see the incident."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden, Invalid
from incidents.response import actions
from resources.attachments.actions import hide
from resources.attachments.models import Attachment
from tests.resources.attachments.conftest import PDF, picture

NOW = now_clock.now


def upload(content=PDF, name="单据.pdf"):
    return SimpleUploadedFile(name, content)


def note(incident, actor, text="", *uploads):
    return actions.note(incident, text, actor=actor, now=NOW(), uploads=uploads)


def test_the_timeline_tells_of_the_files(incident, field_staff):
    entry = note(incident, field_staff, "现场照片", upload(picture(), "a.png"), upload())
    assert (entry.kind, entry.params["count"], entry.params["names"]) == ("attachment", 2, "a.jpg、单据.pdf")


def test_a_file_needs_no_text(incident, field_staff):
    assert note(incident, field_staff, "", upload()).code == "attached"


def test_a_note_without_both_is_refused(incident, field_staff):
    with pytest.raises(Invalid):
        note(incident, field_staff)


def test_nothing_is_kept_for_those_who_may_not(incident, auditor):
    with pytest.raises(Forbidden):
        note(incident, auditor, "x", upload())
    assert not Attachment.objects.exists()


class TestPage:
    def post(self, client, person, incident, **data):
        client.force_login(person)
        return client.post(f"/incidents/{incident.number}/note/", data)

    def test_takes_them_and_shows_them(self, client, field_staff, incident):
        self.post(client, field_staff, incident, text="门锁被撬", uploads=[upload(picture(), "a.png")])
        page = client.get(f"/incidents/{incident.number}/").content.decode()
        assert reverse("attachments:thumbnail", args=[Attachment.objects.get().pk]) in page

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, field_staff, incident):
        answer = self.post(client, field_staff, incident, text="门锁被撬", uploads=[upload(b"\x00\x01", "a.exe")])
        page = answer.content.decode()
        assert (answer.status_code, "不能接收“a.exe”" in page, "门锁被撬" in page) == (400, True, True)


@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("auditor", 200), ("outsider", 404)])
def test_a_file_is_fetched_by_those_who_see_the_incident(client, request, incident, field_staff, who, status):
    note(incident, field_staff, "", upload())
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("attachments:file", args=[Attachment.objects.get().pk])).status_code == status


def test_hiding_one_is_told(incident, field_staff, manager):
    note(incident, field_staff, "", upload())
    hide(Attachment.objects.get(), reason="拍到客户", actor=manager, now=NOW())
    entry = incident.timeline.latest("id")
    assert (entry.code, entry.params["name"], entry.text) == ("attachment_hidden", "单据.pdf", "拍到客户")


def test_those_of_a_whole_timeline_take_one_query(client, manager, incident, django_assert_max_num_queries):
    client.force_login(manager)
    address = f"/incidents/{incident.number}/live/"
    note(incident, manager, "", upload(b"first", "a.txt"))
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    for number in range(8):
        note(incident, manager, "", upload(f"note {number}".encode(), "a.txt"))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_other_systems_add_and_read_them(client, manager, incident):
    client.force_login(manager)
    answer = client.post(f"/api/v1/incidents/{incident.number}/note/", {"text": "巡检", "uploads": [upload()]})
    first = answer.json()["timeline"][0]
    assert (first["code"], first["attachments"][0]["name"]) == ("attached", "单据.pdf")
