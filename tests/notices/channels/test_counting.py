"""Lengths and shortening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.channels.counting import characters, shorten, weibo_length

SENTENCE = (
    "因通信线路中断，黄浦区12个网点自助终端暂停服务，预计11月23日16:30前恢复，请到一楼人工窗口或拨打400-820-8820咨询。"
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("汉字", 2),
        ("ab", 1),
        ("abc", 2),
        ("é€", 2),
        ("😀", 2),
        ("https://a.cn", 10),
        ("看https://a.cn/ 吧", 13),
    ],
)
def test_lengths_on_weibo(text, length):
    assert weibo_length(text) == length


def test_a_long_link_counts_as_long_as_it_is():
    assert weibo_length("https://a.cn/" + "x" * 87) == 50


def test_what_fits_stays_as_it_is():
    assert shorten(SENTENCE, 60, weibo_length) == SENTENCE


def test_whole_sentences_are_kept_where_they_fill_the_room():
    assert shorten("第一句到此为止。第二句很长很长很长。", 12) == "第一句到此为止。"


def test_a_cut_is_between_clauses():
    assert shorten(SENTENCE, 28) == "因通信线路中断，黄浦区12个网点自助终端暂停服务…"


@pytest.mark.parametrize("most", range(1, 70))
@pytest.mark.parametrize("length", [characters, weibo_length])
def test_no_time_and_no_number_is_cut_apart(most, length):
    short = shorten(SENTENCE, most, length)
    assert length(short) <= most
    for whole in ("12个", "11月23日16:30前", "400-820-8820"):
        assert whole in short or short.rstrip("…") + whole in SENTENCE or whole[:2] not in short


@given(st.text(max_size=80), st.integers(0, 60))
def test_nothing_is_ever_too_long(text, most):
    assert weibo_length(shorten(text, most, weibo_length)) <= most
