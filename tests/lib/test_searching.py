"""How a text is read and how well things match."""

import pytest

from emergency_ops.lib.searching import Hit, Names, Query, Source, Tier, best, register, sound, tier

HOSPITAL = Names(("310101-0007",), ("黄浦区中心医院",), "huangpuquzhongxinyiyuan", "hpqzxyy")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("310101-0007", Tier.CODE),
        ("310101", Tier.PREFIX),
        ("黄浦", Tier.PREFIX),
        ("hpq", Tier.INITIALS),
        ("HPQ", Tier.INITIALS),
        ("huangpu", Tier.INITIALS),
        ("huang'pu", Tier.INITIALS),
        ("医院", Tier.SUBSTRING),
        ("zxyy", Tier.SUBSTRING),
        ("zhongxin", Tier.SUBSTRING),
        ("３１０１", Tier.PREFIX),
        ("徐汇", None),
        ("xh", None),
    ],
)
def test_how_well_a_text_matches(text, expected):
    assert tier(Query(text), HOSPITAL) == expected


def test_every_word_has_to_match():
    assert tier(Query("黄浦 诊所"), HOSPITAL) is None


def test_the_word_that_matches_worst_counts():
    assert tier(Query("hpq 医院"), HOSPITAL) == Tier.SUBSTRING


def test_a_number_is_no_pinyin():
    assert (sound("0007"), sound("医院"), sound("xi'an")) == ("", "", "xian")


@pytest.mark.parametrize(("text", "expected"), [("", True), ("  ", True), ("h", True), ("7", True), ("黄", False)])
def test_a_single_letter_is_too_little(text, expected):
    assert Query(text).is_empty is expected


def test_no_more_than_the_first_words_are_searched_for():
    assert Query("一 二 三 四 五").words == ("一", "二", "三", "四")


def hit(title, tier, **fields):
    return Hit(title, f"/{title}/", tier, **fields)


def test_the_better_match_comes_first():
    hits = [hit("丙", Tier.SUBSTRING), hit("乙", Tier.INITIALS), hit("甲", Tier.CODE), hit("丁", Tier.PREFIX)]
    assert [one.title for one in best(hits)[0]] == ["甲", "丁", "乙", "丙"]


def test_what_is_open_comes_first():
    hits = [hit("已关闭", Tier.PREFIX), hit("处置中", Tier.SUBSTRING, lead=True)]
    assert best(hits)[0][0].title == "处置中"


def test_of_equal_matches_the_shorter_name_comes_first():
    hits = [hit("医院东院区", Tier.PREFIX), hit("医院", Tier.PREFIX)]
    assert best(hits)[0][0].title == "医院"


def test_it_says_that_there_are_more():
    shown, has_more = best([hit(str(number), Tier.CODE) for number in range(4)], 3)
    assert (len(shown), has_more) == (3, True)


def test_a_source_has_a_name_of_its_own():
    from_elsewhere = Source("sites", "别处", "cube", 1, lambda person, query: (), lambda person, query: "")
    with pytest.raises(ValueError, match="sites"):
        register(from_elsewhere)
