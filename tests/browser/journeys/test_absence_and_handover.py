"""A goes away; B signs for the post on a phone and is called in A's place; A comes back."""

import pytest

from .screens import PHONE
from .steps import fault

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = "2026-11-23T"


def test_who_stands_in_is_called_until_the_holder_is_back(town, enter, fleet, beat, clock):
    commander = enter(town.zhihui).open("/staff/absences/").press("登记离岗")
    commander.fill("离岗人员", "李敏（jishu）")
    commander.fill("开始", f"{DAY}13:00").fill("结束", f"{DAY}18:00").press("下一步")
    commander.sees("由B角冯文博接手").fill("交接材料", "值班手机\n厂商联系单").press("确认登记").sees("离岗已登记")

    deputy = enter(town.jishu_b, PHONE)
    deputy.press("上海市技术处置").sees("李敏离岗期间由您代行")
    for material in ("值班手机", "厂商联系单"):
        deputy.page.get_by_label(material).check()
    deputy.press("确认交接", exact=True).sees("交接已确认")

    clock.shift(61 * 60)
    commander.open("/staff/board/").sees("A角李敏离岗，B角代行")
    fault(fleet, beat, clock, "310101-0002", network="NET_DOWN")
    beat.turn("fire_deadlines", "deliver_messages")
    deputy.open("/messages/").sees("请您代李敏接警").press("接警确认").sees("已接警")
    commander.open("/").press("中山医院：外部中断")
    commander.sees("已通知B角冯文博代行其职责", within=commander.region("处置记录"))

    holder = enter(town.jishu).open("/staff/absences/").press("李敏")
    holder.press("登记提前返岗").sees("已登记返岗")
    commander.open("/staff/board/").sees_no("B角代行")
