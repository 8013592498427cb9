"""Keeping files: checked by content, pictures encoded anew, once a subject, never changed."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.attachments import actions, choices, queries
from resources.attachments.actions import attach, attach_many, hide
from resources.attachments.models import Attachment, AttachmentContent
from tests.conftest import NOON
from tests.resources.attachments.conftest import PDF, SUBJECT, picture, upload

pytestmark = pytest.mark.django_db


def put(content, actor, name="photo.jpg"):
    return attach(SUBJECT, upload(content, name), actor=actor, now=NOON)


def stored(attachment):
    return Image.open(io.BytesIO(bytes(attachment.content.data)))


class TestPictures:
    def test_are_scaled_down(self, field_staff):
        assert stored(put(picture(size=(3000, 1500)), field_staff)).size == (2048, 1024)

    def test_are_not_scaled_up(self, field_staff):
        assert stored(put(picture(size=(60, 40)), field_staff)).size == (60, 40)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_become_jpeg(self, field_staff, kind):
        attachment = put(picture(kind), field_staff, f"photo.{kind.lower()}")
        assert (stored(attachment).format, attachment.name, attachment.media_type) == (
            "JPEG",
            "photo.jpg",
            "image/jpeg",
        )

    def test_lose_the_place_and_what_else_the_camera_wrote(self, field_staff):
        exif = Image.Exif()
        exif[0x010F] = "Maker of cameras"
        exif.get_ifd(0x8825)[2] = (31.0, 14.0, 1.0)
        kept = stored(put(picture(exif=exif), field_staff))
        assert (dict(kept.getexif()), kept.info.get("exif")) == ({}, None)

    def test_are_turned_upright(self, field_staff):
        exif = Image.Exif()
        exif[0x0112] = 6
        assert stored(put(picture(size=(60, 40), exif=exif), field_staff)).size == (40, 60)

    def test_have_a_small_one(self, field_staff):
        small = put(picture(size=(1600, 800)), field_staff).content.thumbnail
        assert Image.open(io.BytesIO(bytes(small))).size == (320, 160)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_that_are_torn_are_refused(self, field_staff, kind):
        whole = picture(kind, size=(600, 400))
        with pytest.raises(Invalid) as refusal:
            put(whole[: len(whole) // 2], field_staff)
        assert refusal.value.code == "attachment_unreadable"

    def test_with_too_many_pixels_are_refused(self, field_staff, monkeypatch):
        monkeypatch.setattr("emergency_ops.lib.pictures.MOST_PIXELS", 1000)
        with pytest.raises(Invalid) as refusal:
            put(picture(), field_staff)
        assert refusal.value.code == "attachment_too_many_pixels"

    def test_a_few_kilobytes_may_not_become_hundreds_of_megabytes(self, field_staff):
        with pytest.raises(Invalid) as refusal:
            put(picture("PNG", size=(7000, 7000), mode="P", colour=0), field_staff)
        assert refusal.value.code == "attachment_too_many_pixels"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment_empty"),
        (b"\x00\x00\x00\x18ftypheic....", "attachment_heic"),
        (b"<html><script></script></html>", "attachment_type"),
        (b"x" * (choices.MOST_BYTES + 1), "attachment_too_large"),
    ],
)
def test_what_is_not_taken_is_told(field_staff, content, code):
    with pytest.raises(Invalid) as refusal:
        put(content, field_staff)
    assert refusal.value.code == code
    assert "photo.jpg" in str(refusal.value)


def test_a_pdf_is_kept_as_it_came(field_staff):
    attachment = put(PDF, field_staff, "单据.pdf")
    assert (bytes(attachment.content.data), attachment.size, attachment.name) == (PDF, len(PDF), "单据.pdf")


def test_the_same_file_is_there_once(field_staff, manager):
    assert put(PDF, field_staff, "a.pdf").pk == put(PDF, manager, "b.pdf").pk
    assert len(queries.attachments_of(SUBJECT)) == 1


def test_another_subject_has_its_own(field_staff):
    put(PDF, field_staff)
    attach(("thing", 8), upload(PDF), actor=field_staff, now=NOON)
    assert [len(rows) for rows in queries.of_many("thing", [7, 8, 9]).values()] == [1, 1, 0]


def test_all_are_kept_or_none(field_staff):
    with pytest.raises(Invalid):
        attach_many(SUBJECT, [upload(PDF), upload(b"\x00")], actor=field_staff, now=NOON)
    assert Attachment.objects.count() == 0


def test_only_so_many_at_once(field_staff):
    uploads = [upload(f"note {number}".encode()) for number in range(choices.MOST_AT_ONCE + 1)]
    with pytest.raises(Invalid) as refusal:
        attach_many(SUBJECT, uploads, actor=field_staff, now=NOON)
    assert refusal.value.code == "too_many_attachments"


def test_only_so_many_at_a_subject(field_staff, monkeypatch):
    monkeypatch.setattr(actions, "MOST_AT_A_SUBJECT", 1)
    put(b"one", field_staff)
    with pytest.raises(Invalid) as refusal:
        put(b"two", field_staff)
    assert (refusal.value.code, Attachment.objects.count()) == ("subject_full", 1)


class TestHiding:
    def test_keeps_the_file_and_the_reason(self, thing, field_staff):
        attachment = hide(put(PDF, field_staff), reason="拍到了客户", actor=field_staff, now=NOON)
        assert (attachment.hidden_reason, bytes(attachment.content.data)) == ("拍到了客户", PDF)

    def test_tells_the_slice(self, thing, field_staff, manager):
        hide(put(PDF, field_staff, "a.pdf"), reason="错误", actor=manager, now=NOON)
        assert thing == [("a.pdf", manager)]

    def test_is_not_for_others(self, thing, field_staff, make_person):
        with pytest.raises(Forbidden):
            hide(put(PDF, field_staff), reason="x", actor=make_person("other", "field_staff"), now=NOON)

    def test_needs_a_reason(self, thing, field_staff):
        with pytest.raises(Invalid):
            hide(put(PDF, field_staff), reason=" ", actor=field_staff, now=NOON)

    def test_happens_once(self, thing, field_staff):
        attachment = put(PDF, field_staff)
        hide(attachment, reason="x", actor=field_staff, now=NOON)
        with pytest.raises(Refused):
            hide(attachment, reason="y", actor=field_staff, now=NOON)

    def test_lets_the_right_file_come_again(self, thing, field_staff):
        hidden = hide(put(PDF, field_staff), reason="x", actor=field_staff, now=NOON)
        assert put(PDF, field_staff).pk != hidden.pk


@pytest.mark.parametrize(
    "change",
    [
        lambda: Attachment.objects.update(name="x"),
        lambda: Attachment.objects.all()._raw_delete("default"),
        lambda: AttachmentContent.objects.update(data=b"x"),
        lambda: AttachmentContent.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_keeps_what_was_attached(field_staff, change):
    put(PDF, field_staff)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_file_at_once_send_one(make_person):
    people = [make_person(f"p{number}") for number in range(4)]

    def send(person):
        try:
            return put(PDF, person).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, people))) == 1
