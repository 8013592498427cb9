"""What the paper says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from emergency_ops.lib.paper.typesetting import JOINER, name, typeset
from notices.content import wording as w
from tests.notices.printing.paper import COUNTER, LONG_WAYS, NEIGHBOUR, NOW, OUTAGE, PLACE, facts

PARTLY = replace(PLACE, stopped=("03号",), running=5)
ONE_METHOD = replace(OUTAGE, payment_method="wechat", cause="failures", category="software")


def ways(outage=OUTAGE, place=PLACE, substitutes=(COUNTER,), neighbour=NEIGHBOUR):
    return dict(w.alternatives(outage, place, substitutes, neighbour, "12345"))


@pytest.mark.parametrize(
    ("outage", "place", "substitutes", "neighbour"),
    [
        (OUTAGE, PLACE, (COUNTER,), NEIGHBOUR),
        (OUTAGE, PLACE, (), NEIGHBOUR),
        (OUTAGE, PLACE, (), None),
        (OUTAGE, replace(PLACE, methods=("wechat",)), (), None),
        (OUTAGE, PARTLY, (), None),
        (ONE_METHOD, PLACE, (), None),
        (replace(ONE_METHOD, payment_method="cash"), PLACE, (), None),
        (replace(OUTAGE, is_drill=True), PLACE, (), None),
        (OUTAGE, PLACE, (w.Way("hotline", "400-820-8820", ""),), None),
    ],
)
def test_there_is_always_a_way_to_pay_cash_and_a_phone(outage, place, substitutes, neighbour):
    text = ways(outage, place, substitutes, neighbour)["现金缴费"]
    assert "不另收费" in text
    assert text.partition("咨询电话")[2] in ("12345", "400-820-8820")


@pytest.mark.parametrize(
    ("place", "substitutes", "neighbour", "where"),
    [
        (PLACE, (COUNTER,), NEIGHBOUR, "请到一楼大厅3号窗口"),
        (PARTLY, (), NEIGHBOUR, "本网点其余5台自助终端照常收取"),
        (PLACE, (), NEIGHBOUR, "请到下列附近网点"),
        (PLACE, (), None, "请联系现场工作人员"),
    ],
)
def test_cash_goes_to_the_nearest_place_that_takes_it(place, substitutes, neighbour, where):
    assert ways(place=place, substitutes=substitutes, neighbour=neighbour)["现金缴费"].startswith(where)


@pytest.mark.parametrize("label", ["扫码缴费", "现金缴费", "请携带", "优先服务", "常见问题"])
def test_what_every_notice_names(label):
    assert ways(substitutes=(), neighbour=None)[label]


def test_documents_to_bring():
    assert "身份证" in ways()["请携带"]
    assert "户号" in ways()["请携带"]


def test_a_counter_is_named_with_its_hours():
    assert ways()["人工窗口"] == "一楼大厅3号窗口（12:30—17:30）"


def test_a_counter_without_hours_keeps_those_of_the_site():
    assert "08:30—12:00、13:30—17:30" in ways(substitutes=(replace(COUNTER, hours=""),))["人工窗口"]


def test_not_more_than_four_substitutes_are_listed():
    rows = w.alternatives(OUTAGE, PLACE, [COUNTER] * 9, None, "12345")
    assert [label for label, _ in rows].count("人工窗口") == 4


def test_a_hotline_set_up_for_the_incident_replaces_the_usual_one():
    content = facts(ways=(w.Way("hotline", "400-820-8820", ""),))
    assert content["hotline"] == "400-820-8820"


@pytest.mark.parametrize(
    ("cause", "grouping", "category", "plain"),
    [
        ("NET_DOWN", "", "external", "通信线路中断"),
        ("silence", "line", "external", "通信线路中断"),
        ("silence", "site", "external", "外部供电或通信中断"),
        ("MAINS_LOST", "site", "external", "供电中断"),
        ("SCREEN_BROKEN", "", "hardware", "设备部件故障"),
        ("APP_DOWN", "site", "software", "系统故障"),
        ("BALANCE_WRONG", "", "software", "缴费数据需要核对"),
        ("PARAM_WRONG", "", "human", "系统设置异常"),
        ("never seen", "", "nor this", "系统故障"),
    ],
)
def test_causes_in_plain_words(cause, grouping, category, plain):
    assert w.cause(replace(OUTAGE, cause=cause, grouping=grouping, category=category)) == plain


def test_a_failed_method_is_the_cause_and_the_title():
    assert w.cause(ONE_METHOD) == "微信支付通道故障"
    assert w.title(ONE_METHOD) == "微信支付暂停使用公告"
    assert ways(ONE_METHOD)["照常使用"] == "支付宝、现金"


def test_an_unconfirmed_cause_is_said_to_be():
    assert w.cause(replace(OUTAGE, is_confirmed=False)).endswith("（原因正在核实）")


def test_codes_never_reach_the_public():
    text = str(facts(replace(OUTAGE, cause="BOX_TAMPER"))["lead"])
    assert text.isprintable()
    assert not any(word in text for word in ("BOX", "TAMPER", "NET_DOWN", "site_wide", "external"))


@pytest.mark.parametrize(
    ("until", "text"),
    [
        (NOW + timedelta(hours=3), "11月23日15:20前"),
        (None, "正在抢修，恢复时间另行公告"),
        (NOW, "正在抢修，恢复时间另行公告"),
    ],
)
def test_expected_end(until, text):
    assert w.until(until, NOW) == text


def test_terminals_are_named_when_some_still_run():
    assert w.terminals(PARTLY) == "1台自助终端（03号）"
    assert w.terminals(PLACE) == "全部6台自助终端"


def test_a_drill_says_that_its_code_pays_nothing():
    drill = replace(OUTAGE, is_drill=True)
    assert ways(drill)["扫码缴费"] == "演练样张，二维码不能用于缴费"
    assert w.service(drill, PLACE) == "drill"
    assert "&v=drill&" in facts(drill)["url"]


def test_substitutes_of_each_kind_have_their_label():
    assert [label for label, _ in w.alternatives(OUTAGE, PLACE, LONG_WAYS, None, "1")][:3] == [
        "人工窗口",
        "人工窗口",
        "线上缴费",
    ]


def test_a_text_of_one_line_is_left_alone():
    assert typeset("全部6台自助终端", 23) == "全部6台自助终端"


def test_times_and_counts_are_not_torn_apart():
    assert JOINER.join("12:30—17:30") in typeset("服务时间为工作日的12:30—17:30，请提前到场办理", 20)


def test_a_last_line_has_at_least_four_characters():
    assert typeset("老年人和残障人士优先办理也可由他人代办", 10).endswith(JOINER.join("他人代办"))


def test_no_line_begins_with_a_full_stop():
    assert JOINER.join("解。请看") in typeset("给您带来不便敬请您谅解。请看", 10)


def test_a_site_s_name_breaks_at_its_parentheses():
    assert name("政务服务中心（自助厅）", 10) == f"{JOINER.join('政务服务中心')}{JOINER.join('（自助厅）')}"
