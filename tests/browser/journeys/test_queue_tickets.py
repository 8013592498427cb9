"""People wait at a counter with numbers on their phones; who needs it goes first; when it closes, they are told where to go."""

import pytest

from .screens import BIG_SCREEN, PHONE
from .steps import COUNTER, fault, open_counter, respond

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INSTEAD = "终端已恢复，请使用大厅自助终端。"


def test_numbers_at_a_counter_until_it_closes(town, enter, look, fleet, beat, clock):
    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    respond(enter(town.zhihui), incident_page)
    clerk = enter(town.xianchang).open(incident_page)
    open_counter(clerk, instead=INSTEAD)
    man(clerk, "王强")
    take, big = (clerk.page.get_by_role("link", name=name).get_attribute("href") for name in ("手机取号页", "叫号屏"))
    screen = look(BIG_SCREEN).open(big)

    first, second, old = (look(PHONE).open(take) for _visitor in range(3))
    first.press("取号", exact=True).sees("A001")
    second.press("取号", exact=True).sees("A002").sees("前面还有")
    old.page.get_by_label("老年人").check()
    old.press("取号", exact=True).sees("P001").sees("下一位就是您")
    second.sees("预计等候约")

    clerk.press("1号窗口")
    clerk.press("下一位").sees("P001")
    old.sees("轮到您了").sees("请到 1 号窗口")
    screen.sees("P001")
    clerk.press("下一位").sees("A001")
    old.sees("已办结")
    first.sees("轮到您了")
    second.sees("下一位就是您")

    clerk.open(incident_page).press(COUNTER).press("撤除替代方案")
    withdraw(clerk)
    second.sees("窗口已停止服务").sees(INSTEAD)
    screen.sees(INSTEAD)
    look(PHONE).open(take).sees(INSTEAD)


def man(screen, name):
    """Puts somebody without a badge at the first window."""
    screen.press("安排人员")
    row = screen.main().get_by_role("listitem").filter(has_text=name)
    screen.press("仍要安排", within=row).choose("窗口", "1")
    screen.fill("仍要安排的理由", "统一标识补办中").press("上岗", exact=True).sees("1号窗口叫号")


def withdraw(clerk):
    asked = clerk.dialog()
    clerk.fill("理由", "终端已恢复", within=asked)
    clerk.press("撤除", within=asked).sees("已撤除")
