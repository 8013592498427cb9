"""What several journeys have in common, as people do it at their screens."""

import re

from incidents.response.models import Incident

#: the link to the counter's page
COUNTER = re.compile("^人工窗口.*一楼大厅3号窗口")


def fault(fleet, beat, clock, site="310101-0001", **broken):
    """What the terminals of a site report is broken; the address of the incident that comes of it."""
    before = Incident.objects.count()
    fleet.report()
    beat.turn("detect_warnings")
    fleet.breaks(site, **broken)
    for _pass in range(3):
        clock.shift(30)
        fleet.report()
        beat.turn()
        if Incident.objects.count() > before:
            break
    return f"/incidents/{Incident.objects.latest('pk').number}/"


def respond(commander, incident_page):
    """The commander confirms, and starts the response."""
    commander.open(incident_page)
    commander.press("确认事件").press("确认事件", within=commander.dialog()).sees("已确认事件")
    commander.press("启动响应").choose("响应级别", "三级响应", within=commander.dialog())
    commander.press("启动响应", within=commander.dialog()).sees("已启动响应")


def open_counter(screen, instead=""):
    """At 市民中心, from the incident's page to the first customer. instead: where people go when it closes."""
    screen.press("登记替代方案")
    asked = screen.dialog()
    screen.choose("方式", "人工窗口", within=asked).choose("网点", "市民中心", within=asked)
    screen.fill("地点、渠道或电话", "一楼大厅3号窗口", within=asked).fill("服务时间", "12:00-17:30", within=asked)
    screen.press("登记", within=asked, exact=True).sees("已登记替代方案")
    screen.press(COUNTER).press("设置窗口")
    screen.fill("撤除后请公众去哪里", instead).press("保存").sees("窗口设置已保存。")
    screen.press("替代方案就绪").fill("仍要继续的理由", "先开一个窗口", within=screen.dialog())
    screen.press("已就绪", within=screen.dialog()).sees("替代方案已就绪。")
    screen.press("替代方案投入服务").fill("投入服务的证据", "首笔业务已办结", within=screen.dialog())
    screen.press("投入服务", within=screen.dialog()).sees("替代方案已投入服务。")


def publish(author, approver, title, changes=None, without=""):
    """What the system proposes is edited by one and let go by another. without: an outlet that does not carry it."""
    author.open("/").press(title)
    address = author.page.url
    if changes or without:
        author.press("修改")
        for label, text in (changes or {}).items():
            author.fill(label, text)
        if without:
            author.page.get_by_label(without).uncheck()
        author.press("保存草稿")
    author.press("提交审核").sees("已提交，等待另一人审核。")
    approver.open(address).press("批准并发布").sees("已批准并发布")


def restore(commander, incident_page, fleet, beat, clock, site="310101-0001"):
    """The terminals report that they are well; the commander says so; an all-clear is proposed."""
    fleet.mends(site)
    for _minute in range(4):
        clock.shift(60)
        fleet.report()
        beat.turn("detect_warnings", "absorb_warnings")
    commander.open(incident_page).unfold("更多操作").press("登记恢复")
    commander.press("登记恢复", within=commander.dialog()).sees("已登记恢复")
    beat.turn("propose_notices")
