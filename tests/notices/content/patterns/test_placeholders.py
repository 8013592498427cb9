"""Placeholders: which there are, and how they are filled."""

from hypothesis import given
from hypothesis import strategies as st

from notices.content.patterns.placeholders import PLACEHOLDERS, allowed, fill, harmless, named_in, unknown
from notices.content.patterns.shipped import PATTERNS

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("{}｛｝ untilcash"), max_size=60)


@given(text=ANY_TEXT, values=st.fixed_dictionaries(dict.fromkeys(PLACEHOLDERS, ANY_TEXT)))
def test_filling_leaves_no_placeholder_that_has_a_value(text, values):
    left = set(named_in(fill(text, values)))
    assert left <= {name for name in named_in(text) if not values.get(name, "").strip()}


@given(values=st.fixed_dictionaries({name: ANY_TEXT.filter(str.strip) for name in PLACEHOLDERS}))
def test_filling_what_ships_leaves_no_placeholder_at_all(values):
    for pattern in PATTERNS:
        assert not [name for text in pattern.words.values() for name in named_in(fill(text, values))]


def test_a_placeholder_becomes_its_value():
    assert fill("因{cause}停用", {"cause": "供电中断"}) == "因供电中断停用"


def test_full_width_braces_count_too():
    assert fill("因｛ cause ｝停用", {"cause": "供电中断"}) == "因供电中断停用"


def test_one_without_a_value_stays_to_be_seen():
    assert fill("至{until}", {"until": " "}) == "至{until}"


def test_a_value_that_looks_like_a_placeholder_is_only_text():
    assert fill("{area}", {"area": "{cash}", "cash": "x"}) == "(cash)"


def test_harmless_text_is_left_alone():
    assert harmless("一楼（东）") == "一楼（东）"


def test_unknown_ones_are_found_by_field():
    assert unknown({"title": "{area}{what_ever}", "lead": "{cause}"}, "alert") == {"title": ["what_ever"]}


def test_only_an_all_clear_knows_when_it_was_restored():
    assert "restored" in allowed("all_clear")
    assert unknown({"lead": "{restored}"}, "alert") == {"lead": ["restored"]}


def test_a_method_is_only_named_where_it_is_sure_that_one_failed():
    assert unknown({"lead": "{method}"}, "alert") == {"lead": ["method"]}
    assert unknown({"lead": "{method}"}, "alert", "method") == {}
