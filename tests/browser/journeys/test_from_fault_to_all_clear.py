"""A site's line fails. The team answers, a counter opens, the public is told, the line comes back, the public is told again."""

import re

import pytest

from incidents.response.models import Incident

from .screens import PHONE

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


@pytest.fixture
def incident_page(fleet, beat, clock):
    """The line of 市民中心 fails at noon; within the next pass there is an incident."""
    fleet.report()
    beat.turn()
    clock.shift(60)
    fleet.breaks("310101-0001", network="NET_DOWN")
    fleet.report()
    beat.turn()
    return f"/incidents/{Incident.objects.get().number}/"


def test_from_the_fault_to_the_all_clear(incident_page, town, enter, look, fleet, beat, clock):
    technician = enter(town.jishu)
    technician.press("我的未读消息")
    technician.press("接警确认").sees("已接警")

    commander = enter(town.zhihui)
    commander.press("市民中心：外部中断，3台终端")
    commander.press("确认事件").press("确认事件", within=commander.dialog()).sees("已确认事件")
    commander.press("启动响应").choose("响应级别", "三级响应", within=commander.dialog())
    commander.press("启动响应", within=commander.dialog()).sees("已启动响应")

    on_site = enter(town.xianchang, PHONE).open(incident_page)
    open_counter(on_site)
    commander.open(incident_page).sees(re.compile("用时 .*已达标"))

    beat.turn()
    publisher = enter(town.fabu)
    publish(publisher, commander, "市民中心自助缴费暂停服务", {"替代办法": "市民中心一楼大厅3号窗口，12:00至17:30"})
    passer_by = look(PHONE).open("/status/")
    passer_by.press("市民中心自助缴费暂停服务").sees("市民中心一楼大厅3号窗口，12:00至17:30")
    told = passer_by.page.url

    fleet.mends("310101-0001")
    for _minute in range(4):
        clock.shift(60)
        fleet.report()
        beat.turn()
    commander.open(incident_page).sees("上报显示全部终端已恢复。请核实后登记恢复。")
    commander.press("登记恢复").press("登记恢复", within=commander.dialog()).sees("已登记恢复")
    beat.turn()
    publish(publisher, commander, "市民中心自助缴费恢复正常")

    passer_by.open("/status/").sees("目前没有已知故障").sees("市民中心自助缴费恢复正常")
    passer_by.open(told).sees("市民中心自助缴费恢复正常")
    commander.open(incident_page)
    assert in_order(commander.text(commander.region("处置记录")), STORY) == []


def open_counter(screen):
    """With everything that has to be said about a counter, on a phone."""
    screen.press("登记替代方案")
    asked = screen.dialog()
    screen.choose("方式", "人工窗口", within=asked).choose("网点", "市民中心", within=asked)
    screen.fill("地点、渠道或电话", "一楼大厅3号窗口", within=asked).fill("服务时间", "12:00-17:30", within=asked)
    screen.press("登记", within=asked, exact=True).sees("已登记替代方案")
    screen.press("一楼大厅3号窗口").press("设置窗口").press("保存").sees("窗口设置已保存。")
    screen.press("替代方案就绪").fill("仍要继续的理由", "先开一个窗口", within=screen.dialog())
    screen.press("已就绪", within=screen.dialog()).sees("替代方案已就绪。")
    screen.press("替代方案投入服务").fill("投入服务的证据", "首笔业务已办结", within=screen.dialog())
    screen.press("投入服务", within=screen.dialog()).sees("替代方案已投入服务。")


def publish(author, approver, title, changes=None):
    """What the system proposes is edited by one and let go by another."""
    author.open("/").press(title)
    address = author.page.url
    if changes:
        author.press("修改")
        for label, text in changes.items():
            author.fill(label, text)
        author.press("保存草稿")
    author.press("提交审核").sees("已提交，等待另一人审核。")
    approver.open(address).press("批准并发布").sees("已批准并发布")


def in_order(text, patterns):
    """Which are missing, and which do not stand above the one that happened before them (the newest is on top)."""
    found = [re.search(pattern, text) for pattern in patterns]
    places = [match.start() if match else None for match in found]
    missing = [pattern for pattern, at in zip(patterns, places, strict=True) if at is None]
    pairs = zip(patterns[1:], places[1:], places, strict=False)
    return missing + [pattern for pattern, at, before in pairs if None not in (at, before) and at > before]
