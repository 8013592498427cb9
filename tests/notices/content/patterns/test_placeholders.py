"""Placeholders: which there are, and how they are filled."""

from hypothesis import given
from hypothesis import strategies as st

from notices.content.measuring import width
from notices.content.patterns.placeholders import PLACEHOLDERS, allowed, fill, harmless, named_in, unknown
from notices.content.patterns.shipped import PATTERNS
from notices.content.plain import MOST
from notices.content.scene import Stand, values
from tests.conftest import NOON
from tests.notices.content.scenes import planned, scene

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("{}｛｝ untilcash"), max_size=60)


@given(text=ANY_TEXT, values=st.fixed_dictionaries(dict.fromkeys(PLACEHOLDERS, ANY_TEXT)))
def test_filling_leaves_no_placeholder_that_has_a_value(text, values):
    left = set(named_in(fill(text, values)))
    assert left <= {name for name in named_in(text) if not values.get(name, "").strip()}


@given(values=st.fixed_dictionaries({name: ANY_TEXT.filter(str.strip) for name in PLACEHOLDERS}))
def test_filling_what_ships_leaves_no_placeholder_at_all(values):
    for pattern in PATTERNS:
        assert not [name for text in pattern.words.values() for name in named_in(fill(text, values))]


NAMES = st.text("网点医院中心ab ", min_size=1, max_size=120)


@given(name=NAMES, region=NAMES, place=NAMES, sites=st.integers(1, 3000), method=st.sampled_from(["", "bank_card"]))
def test_however_long_the_names_are_what_ships_fits_wechat_and_weibo(name, region, place, sites, method):
    told = scene(
        places=(name,), region=region, sites=sites, ways=(Stand("counter", place, ""),), method=method,
        cause="外部供电或通信中断（原因正在核实）", terminals=99999, restored_at=NOON, hotline="021-12345678-8801",
    )  # fmt: skip
    for pattern in PATTERNS:
        values_ = values(
            planned(places=(name,), region=region) if pattern.kind == "maintenance" else told, pattern.language
        )
        assert width(fill(pattern.words["title"], values_)) <= MOST["title"]
        assert width(fill(pattern.words["short"], values_)) <= MOST["short"]


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
