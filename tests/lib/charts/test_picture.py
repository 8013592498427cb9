"""A picture on a page: named, described, with its numbers as a table."""

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.template import engines

from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.styleguide.pictures import pictures

SAMPLES = pictures(datetime(2026, 11, 22, 18, tzinfo=SHANGHAI))


def rendered(picture, **more):
    page = engines["django"].from_string("{% load ui %}{% picture one %}")
    return page.render({"one": picture, **more})


@pytest.mark.parametrize("picture", SAMPLES, ids=lambda one: one.key)
class TestSamples:
    def test_both_drawings_are_well_formed_and_named(self, picture):
        drawings = re.findall(r"<svg class=\"chart .*?</svg>", rendered(picture), re.DOTALL)
        roots = [ElementTree.fromstring(one) for one in drawings]  # noqa: S314 - our own markup
        assert [root.find("title").text for root in roots] == [picture.title] * 2
        assert [root.find("desc").text for root in roots] == [picture.finding] * 2

    def test_what_names_a_drawing_is_there(self, picture):
        page = rendered(picture)
        for labels in re.findall(r'aria-labelledby="([^"]+)"', page):
            assert all(page.count(f'id="{label}"') == 1 for label in labels.split())

    def test_every_fill_is_defined_once(self, picture):
        page = rendered(picture)
        assert all(page.count(f'id="{name}"') == 1 for name in re.findall(r"url\(#([^)]+)\)", page))

    def test_no_style_stands_in_the_markup(self, picture):
        assert "style=" not in rendered(picture)

    def test_the_table_has_all_rows(self, picture):
        assert rendered(picture).count('<th scope="row">') == len(picture.rows)


def test_a_picture_of_nothing_says_what_will_be_here():
    page = rendered(Picture("none", "等候时间", "", None, [], [], empty="叫号后出现。"))
    assert "叫号后出现。" in page
    assert "<svg" not in page


def test_rows_lead_where_they_say():
    picture = Picture("k", "t", "f", SAMPLES[0].chart, table_columns("事件"), [["A"], ["B"]], hrefs=["/a/"])
    assert rendered(picture).count('<a href="/a/">A</a>') == 1
    assert ">B<" in rendered(picture)
