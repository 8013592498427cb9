"""Plain language: what stops a notice and what its author is told."""

import pytest

from notices.content import plain
from notices.content.jargon import Jargon
from notices.content.measuring import width
from notices.content.patterns.placeholders import fill_all
from notices.content.patterns.shipped import PATTERNS
from notices.content.scene import values
from notices.content.told import FIELDS
from tests.conftest import NOON
from tests.notices.content.scenes import planned, scene

GOOD = {
    "title": "黄浦区自助缴费暂停服务", "short": "自助终端暂停服务。现金请到一楼窗口，电话12345。", "lead": "因通信线路中断，自助终端暂停服务。",
    "until": "11月23日16:00前", "instead": "到一楼人工窗口办理\n拨打12345", "cash": "现金请到一楼窗口，不另收费；电话12345。",
    "bring": "身份证、户号", "priority": "老年人、残障人士优先办理。",
}  # fmt: skip


def found(language="zh-hans", **changes):
    return [
        (one.field, one.level.value) for one in plain.problems({**GOOD, **changes}, "alert", language, hotline="12345")
    ]


def test_good_words_have_no_problem():
    assert found() == []


@pytest.mark.parametrize("field", list(GOOD))
def test_an_empty_field_stops(field):
    assert (field, "error") in found(**{field: "  "})


def test_a_placeholder_without_content_stops_and_says_what_it_stands_for():
    (one,) = plain.problems({**GOOD, "until": "{until}"}, "alert", "zh-hans", hotline="12345")
    assert one.level == "error"
    assert "{until} 没有内容" in str(one.message)


def test_what_is_no_placeholder_stops():
    assert found(lead="因{reason}停用。") == [("lead", "error")]


@pytest.mark.parametrize(("length", "problems"), [(32, []), (33, [("title", "error")])])
def test_titles_have_at_most_32_characters(length, problems):
    assert found(title="停" * length) == problems


def test_one_sentence_has_at_most_100_characters():
    assert ("short", "error") in found(short="现金到窗口，电话12345。" * 10)


def test_letters_count_half():
    assert width("ab现金1") == 4


def test_long_sentences_are_pointed_out():
    assert found(lead="停" * 41) == [("lead", "warning")]
    assert found(lead="停" * 40 + "。" + "用" * 40) == []


@pytest.mark.parametrize("code", ["PAYCH_DOWN", "APP_DOWN", "network:down", "failure_rate"])
def test_our_codes_stop(code):
    assert ("lead", "error") in found(lead=f"因{code}停用。")


@pytest.mark.parametrize("word", ["宕机", "丢包", "链路", "API", "api"])
def test_jargon_is_pointed_out(word):
    assert found(lead=f"因{word}停用。") == [("lead", "warning")]


def test_an_abbreviation_within_a_word_is_none():
    assert not Jargon("API").is_in("RAPID")


def test_a_word_can_be_made_to_stop():
    stops = [Jargon("割接", "升级", stops=True)]
    problems = plain.problems({**GOOD, "lead": "系统割接。"}, "alert", "zh-hans", jargon=stops, hotline="12345")
    assert [one.level for one in problems] == ["error"]
    assert "升级" in str(problems[0].message)


@pytest.mark.parametrize("words", ["因员工操作失误停用。", "人为原因造成。", "已处理责任人。"])
def test_nobody_is_blamed(words):
    assert found(lead=words) == [("lead", "error")]


def test_a_notice_without_a_telephone_number_stops():
    assert ("cash", "error") in found(short="现金到窗口。", instead="到窗口办理", cash="现金到窗口。")


def test_cash_is_never_refused():
    assert ("cash", "error") in found(cash="暂停服务期间不收现金，电话12345。")


def test_what_weibo_shows_should_name_cash_and_telephone():
    assert found(short="自助终端暂停服务。") == [("short", "warning")]


def test_a_promise_without_a_time_is_pointed_out():
    assert found(until="尽快恢复") == [("until", "warning")]
    assert found(until="恢复时间另行公告") == []


def test_markup_is_said_to_end_as_text():
    assert found(lead="<b>停用</b>。") == [("lead", "warning")]


def test_english_has_its_own_words():
    english = {
        **dict.fromkeys(GOOD, "Fine at 12:00."), "cash": "Pay cash at the counter; call 12345.",
        "short": "Pay cash at the counter; call 12345.", "lead": "The gateway is down, we will be back soon.",
    }  # fmt: skip
    problems = plain.problems(english, "alert", "en", hotline="12345")
    assert [(one.field, one.level.value) for one in problems] == [("lead", "warning"), ("lead", "warning")]


@pytest.mark.parametrize("number", range(len(PATTERNS)))
def test_what_ships_is_plain(number):
    pattern = PATTERNS[number]
    outage = scene(method="wechat" if pattern.case == "method" else "", restored_at=NOON)
    told = values(planned() if pattern.kind == "maintenance" else outage, pattern.language)
    words = fill_all(pattern.words, told | {"changes": "受影响网点由3个增至5个"})
    assert plain.problems(words, pattern.kind, pattern.language, hotline="12345") == []


@pytest.mark.parametrize("text", ["2026-11-23起停用", "11-23 12:30起", "1200台终端停用", "1200 terminals"])
def test_a_date_and_an_amount_are_no_telephone_number(text):
    words = dict.fromkeys(FIELDS, "请到窗口办理") | {"cash": "请到窗口交现金。", "lead": text}
    assert "cash" in [one.field for one in plain.errors(plain.problems(words, "alert", "zh-hans"))]


@pytest.mark.parametrize(
    "number", ["95598", "12345", "110", "021-63210000", "400 123 4567", "+86 21 6321 0000", "13800138000"]
)
def test_these_are(number):
    words = dict.fromkeys(FIELDS, "请到窗口办理") | {"cash": f"请到窗口交现金，电话{number}。"}
    assert plain.errors(plain.problems(words, "alert", "zh-hans")) == []
