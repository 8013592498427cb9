"""The way people ask: a word, pinyin, first letters, a whole sentence."""

import pytest

from notices.content.faq import searching
from notices.content.faq.searching import LONGEST, Searchable, search, searchable_pinyin, words_of
from notices.content.faq.shipped import ANSWERS


def entry(key, shipped):
    pinyin = searchable_pinyin(shipped.question, shipped.keywords)
    return Searchable(key, shipped.question, shipped.answer, shipped.keywords, pinyin)


ENTRIES = [entry(key, shipped) for key, shipped in enumerate(ANSWERS)]


def first(text):
    found = search(ENTRIES, text)
    return ANSWERS[found.keys[0]].slug if found.keys else ""


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("现金", "cash"),
        ("发票", "receipts"),
        ("滞纳金", "late-fees"),
        ("daiban", "proxy"),
        ("db", "proxy"),
        ("xianjin", "cash"),
        ("ＱＲ", "qr"),
        ("重复扣款", "charged-twice"),
        ("老人不会用手机怎么办", "proxy"),
        ("二维码会不会是假的", "safe-qr"),
        ("钱扣了没到账", "not-credited"),
        ("机器把我的卡吞了", "swallowed"),
        ("什么时候能修好啊？", "when"),
        ("要不要带身份证", "bring"),
        ("坐轮椅能去吗", "priority-service"),
    ],
)
def test_the_answer_is_the_first_that_is_found(text, slug):
    assert first(text) == slug


@pytest.mark.parametrize("text", ["", "   ", "？！", "股票", "zzzz", "{}", "%", "'; DROP TABLE"])
def test_nothing_is_found_for_nothing(text):
    assert list(search(ENTRIES, text).keys) == []


def test_all_words_are_better_than_some():
    found = search(ENTRIES, "二维码 打不开")
    assert ANSWERS[found.keys[0]].slug == "qr-not-working"
    assert not found.is_near


def test_what_only_comes_near_says_so():
    assert search(ENTRIES, "哪里能看到付款的记录").is_near


def test_a_text_without_end_is_cut():
    assert words_of("现" * 100_000) == ["现" * LONGEST]


def test_pinyin_goes_by_runs():
    assert searchable_pinyin("怎样缴费？QR", "代办 proxy") == "zenyangjiaofei zyjf daiban db"


def test_answers_are_read_through_once_however_often_somebody_searches():
    long = [Searchable(key, "怎样缴费", f"请到窗口{key}。" * 300, "", "") for key in range(50)]
    for text in ("从来没有的问题", "另一个没有的问题"):
        search(long, text)
    kept = searching._plain.cache_info().misses
    search(long, "第三个没有的问题")
    assert searching._plain.cache_info().misses == kept
