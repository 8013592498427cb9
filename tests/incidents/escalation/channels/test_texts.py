"""Texts that fit."""

import pytest

from incidents.escalation.channels import texts

LINK = "https://ops.example.cn/incidents/YJ-20261123-0001/"


def test_what_fits_is_left_alone():
    assert texts.fit("三台设备离线。", 100, LINK) == f"三台设备离线。\n{LINK}"


@pytest.mark.parametrize("limit", range(80, 120))
def test_a_long_text_is_cut_between_characters_and_the_link_is_kept(limit):
    found = texts.fit("离线" * 100, limit, LINK)
    assert texts.size(found) <= limit
    assert found.endswith(f"…\n{LINK}")
    assert set(found.split("\n")[0]) <= set("离线…")


def test_an_emoji_is_not_halved():
    assert texts.cut("😀😀😀", 9) == "😀…"


def test_nothing_is_left_where_there_is_no_room():
    assert texts.cut("离线", 2) == ""


def test_characters_are_counted_for_text_messages():
    assert texts.shorten("一二三四五", 4) == "一二三…"


def test_markdown_shows_a_title_as_it_is_written():
    assert texts.plain("[急]*1*") == r"\[急\]\*1\*"
