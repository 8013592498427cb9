"""A site's line fails. The team answers, a counter opens, the public is told, the line comes back, the public is told again."""

import re

import pytest

from .screens import PHONE
from .steps import fault, open_counter, publish, respond, restore

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: the story as the timeline must tell it, in this order
STORY = (
    "收到预警，自动登记事件：网点级，外部中断，3台终端。",
    "已通知A角李敏",
    "接警确认",
    "确认事件属实。",
    "启动响应：三级响应。",
    "申请替代方案：人工窗口，一楼大厅3号窗口。",
    "30分钟时限停止",
    "发布公告[-FB0-9]+“市民中心自助缴费暂停服务”",
    "上报显示全部3台终端已恢复",
    "登记恢复",
    "发布公告[-FB0-9]+“市民中心自助缴费恢复正常”",
)


def test_from_the_fault_to_the_all_clear(town, enter, look, fleet, beat, clock):
    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    technician = enter(town.jishu)
    technician.press("我的未读消息")
    technician.press("接警确认").sees("已接警")

    commander = enter(town.zhihui).press("市民中心：外部中断，3台终端")
    respond(commander, incident_page)

    on_site = enter(town.xianchang, PHONE).open(incident_page)
    open_counter(on_site)
    commander.open(incident_page).sees(re.compile("用时 .*已达标"))

    beat.turn()
    publisher = enter(town.fabu)
    publish(publisher, commander, "市民中心自助缴费暂停服务", {"替代办法": "市民中心一楼大厅3号窗口，12:00至17:30"})
    passer_by = look(PHONE).open("/status/")
    passer_by.press("市民中心自助缴费暂停服务").sees("市民中心一楼大厅3号窗口，12:00至17:30")
    told = passer_by.page.url

    restore(commander, incident_page, fleet, beat, clock)
    publish(publisher, commander, "市民中心自助缴费恢复正常")

    passer_by.open("/status/").sees("目前没有已知故障").sees("市民中心自助缴费恢复正常")
    passer_by.open(told).sees("市民中心自助缴费恢复正常")
    commander.open(incident_page)
    assert in_order(commander.text(commander.region("处置记录")), STORY) == []


def in_order(text, patterns):
    """Which are missing, and which do not stand above the one that happened before them (the newest is on top)."""
    found = [re.search(pattern, text) for pattern in patterns]
    places = [match.start() if match else None for match in found]
    missing = [pattern for pattern, at in zip(patterns, places, strict=True) if at is None]
    pairs = zip(patterns[1:], places[1:], places, strict=False)
    return missing + [pattern for pattern, at, before in pairs if None not in (at, before) and at > before]
