"""A photo of a code, from a browser that cannot read it itself."""

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFilter

from emergency_ops.lib import codes
from resources.network.papers_labels import site_address


def photo(text, angle=0, blur=0.0, side=1600):
    """A code as it is photographed: small, turned, not sharp, on a grey wall."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
    code = Image.open(drawn).convert("L").rotate(angle, expand=True, fillcolor=200)
    wall = Image.new("L", (side, side * 3 // 4), 200)
    wall.paste(code, (side // 4, side // 8))
    taken = io.BytesIO()
    wall.filter(ImageFilter.GaussianBlur(blur)).convert("RGB").save(taken, "JPEG", quality=70)
    return taken.getvalue()


@pytest.fixture
def send(client, field_staff):
    """send(bytes): the answer to a photo."""
    client.force_login(field_staff)
    return lambda content: client.post(
        reverse("scanning:page"), {"photo": SimpleUploadedFile("a.jpg", content, "image/jpeg")}
    )


@pytest.mark.parametrize(("angle", "blur"), [(0, 0), (17, 1.5), (180, 1), (90, 2)])
def test_a_code_is_read_however_the_phone_was_held(angle, blur):
    assert codes.read_qr(photo("310101-0007-01", angle, blur)) == ["310101-0007-01"]


def test_a_photo_opens_what_is_on_it(send, make_site):
    site = make_site("310101-0007")
    assert send(photo(site_address(site))).url == "/network/sites/310101-0007/"


@pytest.mark.parametrize("content", [b"GIF89a", b""])
def test_what_is_no_photo_is_told(send, content):
    assert "不是能识别的照片" in send(content).content.decode()


def test_a_photo_without_a_code_is_told(send):
    blank = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(blank, "JPEG")
    assert "没有找到二维码" in send(blank.getvalue()).content.decode()


def test_a_photo_that_is_too_large_is_not_looked_at(send, monkeypatch):
    monkeypatch.setattr(codes, "MOST_BYTES", 10)
    assert "照片太大" in send(photo("x")).content.decode()


def test_more_pixels_than_are_decoded_are_refused(send):
    huge = io.BytesIO()
    Image.new("1", (8000, 8000)).save(huge, "PNG")
    assert "照片太大" in send(huge.getvalue()).content.decode()


def test_a_stranger_is_asked_who_it_is(client, db):
    assert "login" in client.post(reverse("scanning:page")).url
