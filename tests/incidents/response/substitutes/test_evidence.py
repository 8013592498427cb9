"""What shows that a substitute is ready, serves, or is gone: words, files, or both."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid
from incidents.response import actions
from resources.attachments.queries import attachments_of

NOW = now_clock.now


@pytest.fixture
def substitute(responding, field_staff):
    return actions.request_substitute(responding, "hotline", "12345", actor=field_staff, now=NOW(), capacity=10)


def picture(name="现场.jpg"):
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_a_picture_alone_is_evidence(substitute, field_staff):
    row = actions.serve_substitute(substitute, "", actor=field_staff, now=NOW(), uploads=[picture()])
    assert row.evidence == "现场.jpg"


def test_it_stops_the_clock_and_stands_with_the_entry(substitute, responding, field_staff):
    actions.serve_substitute(substitute, "首单", actor=field_staff, now=NOW(), uploads=[picture()])
    kept = attachments_of(("substitute", substitute.pk))
    entry = responding.timeline.latest("id")
    assert (entry.code, entry.params["attachments"]) == ("substitute_stopped_clock", [kept[0].pk])


def test_a_file_that_is_not_taken_changes_nothing(substitute, field_staff):
    with pytest.raises(Invalid):
        actions.serve_substitute(
            substitute, "首单", actor=field_staff, now=NOW(), uploads=[SimpleUploadedFile("x.exe", b"MZ\x00\xff\xfe")]
        )
    substitute.refresh_from_db()
    assert substitute.status == "requested"


def test_the_form_takes_files(client, substitute, field_staff):
    client.force_login(field_staff)
    path = reverse("incidents:serve", args=[substitute.incident.number, substitute.pk])
    client.post(path, {"uploads": [picture()]})
    substitute.refresh_from_db()
    assert substitute.status == "serving"


def test_the_form_asks_for_one_or_the_other(client, substitute, field_staff):
    client.force_login(field_staff)
    path = reverse("incidents:serve", args=[substitute.incident.number, substitute.pk])
    assert client.post(path, {}).status_code == 400


def test_the_page_shows_what_was_attached(client, substitute, field_staff):
    actions.ready_substitute(substitute, actor=field_staff, now=NOW(), uploads=[picture("话务台.jpg")])
    client.force_login(field_staff)
    path = reverse("incidents:substitute", args=[substitute.incident.number, substitute.pk])
    assert "话务台.jpg" in client.get(path).text
