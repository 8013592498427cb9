"""Fetching attachments, the list, the field and hiding."""

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from resources.attachments.actions import attach, hide
from resources.attachments.forms import AttachmentsField
from resources.attachments.queries import attachments_of
from tests.conftest import NOON
from tests.resources.attachments.conftest import PDF, SUBJECT, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thing")]


@pytest.fixture
def put(field_staff):
    def make(content=PDF, name="单据.pdf"):
        return attach(SUBJECT, upload(content, name), actor=field_staff, now=NOON)

    return make


def get(client, person, attachment, name="file", **query):
    client.force_login(person)
    return client.get(reverse(f"attachments:{name}", args=[attachment.pk]), query)


class TestFetching:
    def test_is_for_those_who_see_the_subject(self, client, put, manager, auditor):
        attachment = put()
        assert [get(client, person, attachment).status_code for person in (manager, auditor)] == [200, 404]

    def test_of_a_subject_that_nobody_knows_is_for_nobody(self, client, manager):
        attachment = attach(("unknown", 1), upload(PDF), actor=manager, now=NOON)
        assert get(client, manager, attachment).status_code == 404

    @pytest.mark.parametrize(
        ("content", "name", "disposition", "media_type"),
        [
            (PDF, "a.pdf", 'inline; filename="a.pdf"', "application/pdf"),
            (picture(), "a.png", 'inline; filename="a.jpg"', "image/jpeg"),
            (b"plain", "a.html", 'attachment; filename="a.txt"', "text/plain"),
        ],
    )
    def test_shows_only_pictures_and_pdf(self, client, put, manager, content, name, disposition, media_type):
        answer = get(client, manager, put(content, name))
        shown = (answer["Content-Disposition"], answer["Content-Type"], answer["X-Content-Type-Options"])
        assert shown == (disposition, media_type, "nosniff")

    def test_saves_what_is_asked_to_be_saved(self, client, put, manager):
        assert get(client, manager, put(), download=1)["Content-Disposition"].startswith("attachment")

    def test_again_sends_nothing(self, client, put, manager):
        attachment = put()
        client.force_login(manager)
        address = reverse("attachments:file", args=[attachment.pk])
        assert client.get(address, headers={"If-None-Match": client.get(address)["ETag"]}).status_code == 304

    def test_a_small_one_is_there_of_pictures_only(self, client, put, manager):
        answers = [get(client, manager, put(content, "a"), "thumbnail").status_code for content in (picture(), PDF)]
        assert answers == [200, 404]

    def test_what_is_hidden_is_for_those_who_may_hide(self, client, put, field_staff, manager, make_person):
        attachment = hide(put(), reason="x", actor=field_staff, now=NOON)
        people = (manager, field_staff, make_person("other", "field_staff"))
        assert [get(client, person, attachment).status_code for person in people] == [200, 200, 404]


class TestHiding:
    def test_asks_for_the_reason_and_goes_back(self, client, put, manager):
        attachment = put()
        client.force_login(manager)
        answer = client.post(reverse("attachments:hide", args=[attachment.pk]), {"reason": "错误"})
        attachment.refresh_from_db()
        assert (answer.url, attachment.hidden_by) == ("/things/7/", manager)

    def test_says_why_not(self, client, put, manager):
        attachment = hide(put(), reason="x", actor=manager, now=NOON)
        client.force_login(manager)
        answer = client.post(reverse("attachments:hide", args=[attachment.pk]), {"reason": "错误"})
        assert "已经隐藏" in answer.content.decode()

    def test_is_not_for_others(self, client, put, make_person):
        assert get(client, make_person("other", "field_staff"), put(), "hide").status_code == 403


class TestList:
    def test_names_what_who_and_offers_hiding_ones_own(self, rf, put, field_staff, manager):
        put(picture(), "现场.png")
        shown = {}
        for person in (field_staff, manager):
            request = rf.get("/")
            request.user = person
            shown[person] = render_to_string(
                "attachments/_list.html", {"attachments": attachments_of(SUBJECT), "request": request}
            )
        assert ("现场.jpg" in shown[manager], "王强" in shown[manager]) == (True, True)
        assert ["/hide/" in html for html in shown.values()] == [True, False]

    def test_shows_no_bytes_of_what_is_hidden(self, put, field_staff):
        hide(put(picture()), reason="拍到客户", actor=field_staff, now=NOON)
        html = render_to_string("attachments/_list.html", {"attachments": attachments_of(SUBJECT)})
        assert ("拍到客户" in html, "/small/" in html) == (True, False)

    @pytest.mark.parametrize("count", [1, 10])
    def test_takes_one_query(self, put, count, django_assert_num_queries):
        for number in range(count):
            put(f"note {number}".encode(), "a.txt")
        with django_assert_num_queries(1):
            render_to_string("attachments/_list.html", {"attachments": attachments_of(SUBJECT)})


class Form(forms.Form):
    added = AttachmentsField()


def filled(**files):
    return Form(QueryDict(), MultiValueDict(files))


class TestField:
    def test_takes_the_files_and_the_photo_taken_now(self):
        form = filled(added=[upload(PDF, "a.pdf"), upload(PDF, "b.pdf")], added_camera=[upload(PDF, "c.pdf")])
        assert form.is_valid()
        assert [file.name for file in form.cleaned_data["added"]] == ["a.pdf", "b.pdf", "c.pdf"]

    def test_may_be_left_empty(self):
        assert Form(QueryDict(), None).is_valid()

    def test_refuses_too_many(self):
        assert filled(added=[upload(PDF)] * 11).has_error("added", "too_many")

    def test_offers_the_camera(self):
        assert 'capture="environment"' in str(Form()["added"])
