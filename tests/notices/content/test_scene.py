"""What goes into the placeholders of a notice."""

from datetime import timedelta

import pytest

from notices.content.scene import Stand, values
from tests.conftest import NOON
from tests.notices.content.scenes import ONLINE, planned, scene


def zh(**fields):
    return values(scene(**fields), "zh-hans")


def en(**fields):
    return values(scene(**fields), "en")


def test_a_single_site_is_named():
    assert (zh()["area"], zh()["places"]) == ("黄浦区中心医院", "黄浦区中心医院")


def test_a_long_name_leaves_the_title_to_the_region():
    assert zh(places=("上海交通大学医学院附属瑞金医院卢湾分院",))["area"] == "黄浦区"


def test_a_region_with_an_endless_name_is_told_in_general_words():
    assert zh(places=(), sites=9, region="某某某某某某自治区某某地区")["area"] == "部分网点"


def test_many_sites_are_counted():
    assert zh(places=(), sites=37)["places"] == "黄浦区37个网点"
    assert en(places=(), sites=37)["places"] == "37 sites in 黄浦区"


def test_an_end_that_nobody_knows_is_announced_later():
    assert zh(expected_until=None)["until"] == "正在抢修，恢复时间另行公告"
    assert en(expected_until=NOON - timedelta(minutes=1))["expected"] == "we will announce when it works again"


def test_an_expected_end_is_told():
    assert zh()["expected"] == "预计11月23日16:00前恢复"
    assert en()["until"] == "By 16:00 on 23 November"


def test_cash_goes_to_the_counter_and_costs_nothing_more():
    assert zh()["cash"] == "现金请到一楼大厅3号窗口缴纳，不另收费；咨询电话12345"


def test_cash_goes_to_the_sites_counters_where_there_are_several():
    ways = (Stand("counter", "大厅", "", "甲"), Stand("counter", "门厅", "", "乙"))
    assert zh(ways=ways, sites=2, places=("甲", "乙"))["cash"].startswith("现金请到网点人工窗口缴纳")


def test_the_counter_of_one_of_several_sites_is_not_told_as_that_of_all():
    assert zh(ways=(Stand("counter", "大厅", "", "甲"),), sites=2)["cash"].startswith("现金请到设有人工窗口")


def test_terminals_take_cash_while_another_method_fails():
    assert zh(method="wechat", ways=())["cash"].startswith("自助终端照常收取现金")


def test_without_a_counter_cash_still_has_a_way():
    assert "12345" in zh(ways=(), takes_cash=False)["cash"]
    assert "service desk" in en(ways=())["cash"]


def test_ways_are_lines_that_end_with_the_telephone():
    assert zh(ways=(ONLINE,))["ways"].splitlines() == [
        "线上缴费：微信公众号",
        "电话咨询：拨打12345，由工作人员告知最近的缴费地点",
    ]


def test_long_lists_of_ways_are_cut():
    ways = tuple(Stand("counter", f"{n}号窗口", "", f"网点{n}") for n in range(30))
    lines = zh(ways=ways)["ways"].splitlines()
    assert (len(lines), lines[5]) == (7, "其他网点的人工窗口和线上办法：见网点公告")


def test_other_methods_work_while_one_fails():
    assert zh(method="wechat")["ways"].startswith("微信支付以外的支付方式照常使用")
    assert en(method="wechat")["subject"] == "WeChat Pay"


@pytest.mark.parametrize(
    ("plain", "said"),
    [("供电中断", "a power cut"), ("供电中断（原因正在核实）", "a power cut (being checked)"), ("别的", "a fault")],
)
def test_causes_have_english_words(plain, said):
    assert en(cause=plain)["cause"] == said


def test_only_what_is_over_has_a_time_of_recovery():
    assert zh()["restored"] == ""
    assert zh(restored_at=NOON)["restored"] == "11月23日12:00"


def test_maintenance_tells_from_when_until_when_and_what():
    told = values(planned(), "zh-hans")
    assert (told["began"], told["until"], told["work"]) == ("11月23日12:00", "11月23日18:00", "更换网络设备")
