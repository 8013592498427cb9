"""QR codes in printed pages, and labels by sheets."""

import base64

import pytest
import zxingcpp
from django.template import Context, Template
from PIL import Image

from emergency_ops.lib.paper import codes
from emergency_ops.lib.templatetags.paper import sheets

ADDRESS = "https://emergency.example.cn/inventory/s/4TQ9XMWR7KPC/"


def test_the_picture_decodes_and_has_its_quiet_zone(tmp_path):
    picture = tmp_path / "code.png"
    picture.write_bytes(base64.b64decode(codes.image(ADDRESS).partition(",")[2]))
    with Image.open(picture) as image:
        grey = image.convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(grey)] == [ADDRESS]
    assert grey.crop((0, 0, grey.width, 4 * 5)).getextrema() == (255, 255)


def test_error_correction_is_m():
    assert codes.symbol(ADDRESS).error == "M"


def test_the_tag_gives_the_same_picture():
    template = Template('{% load paper %}<img src="{% qr url %}">')
    assert template.render(Context({"url": ADDRESS})) == f'<img src="{codes.image(ADDRESS)}">'


@pytest.mark.parametrize(
    ("labels", "skip", "found"), [(24, 0, [24]), (25, 0, [24, 1]), (23, 2, [24, 1]), (1, 99, [24])]
)
def test_labels_by_sheets(labels, skip, found):
    assert [len(sheet) for sheet in sheets(list(range(labels)), skip)] == found


def test_places_that_are_used_already_stay_empty():
    assert next(iter(sheets(["a"], 2))) == [None, None, "a"]
