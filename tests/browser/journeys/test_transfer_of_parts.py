"""Parts for broken terminals: asked for, promised, sent with a slip, signed for by its code, and the ledger adds up."""

import pytest
from django.core.management import call_command

from emergency_ops.lib import clock as now_clock
from resources.inventory.actions import ledger
from resources.inventory.models import Depot, PartType

from .screens import PHONE
from .steps import fault

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scan_heads(town):
    """Ten in the depot of 徐汇, none in that of 黄浦."""
    Depot.objects.create(code="SH-01", name="黄浦备件库", region_id="310101", keeper=town.cangku)
    far = Depot.objects.create(code="SH-02", name="徐汇备件库", region_id="310104", keeper=town.cangku_b)
    part = PartType.objects.create(code="SCAN", name="扫码头", component="scanner", price=12_000)
    ledger.receive(far, part, 10, actor=None, now=now_clock.now())
    return part


def test_parts_reach_the_site_and_the_other_depot(scan_heads, town, enter, fleet, beat, clock):
    incident_page = fault(fleet, beat, clock, scanner="SCAN_INOP")
    manager = enter(town.jishu).open(f"{incident_page}resources/")
    manager.page.get_by_label("便携POS机 × 1").uncheck()
    manager.press("登记所选需求").press("按方案预留").press("按预留生成调拨单").sees("已生成1张调拨单")

    keeper = enter(town.cangku_b).open("/inventory/transfers/").press("DB-20261123-0001")
    code = send(keeper)
    on_site = enter(town.xianchang, PHONE)
    sign_for(on_site, code)
    manager.open(f"{incident_page}resources/").sees("已签收")

    keeper.open("/inventory/transfers-new/").choose("发出备件库", "徐汇备件库").choose("送往备件库", "黄浦备件库")
    keeper.fill("备件编号", "SCAN").fill("数量", "2").press("保存调拨单").sees("待发出")
    code = send(keeper)
    other_keeper = enter(town.cangku, PHONE)
    sign_for(other_keeper, code)

    assert {level.depot.name: (level.on_hand, level.reserved, level.in_transit) for level in levels(scan_heads)} == {
        "徐汇备件库": (5, 0, 0),
        "黄浦备件库": (2, 0, 0),
    }
    call_command("check_ledger")


def send(keeper):
    """Prints the slip and sends; the code on it."""
    code = keeper.page.get_by_text("签收码").locator("xpath=following-sibling::dd[1]").inner_text()
    transfer = keeper.page.url
    keeper.press("打印随货单").page.wait_for_url("**/papers/*/")
    keeper.open(transfer)
    keeper.fill("承运", "王师傅 13800000000").press("确认发出").sees("已登记发出")
    return code


def sign_for(screen, code):
    screen.open("/inventory/scan/").fill("编码", code).press("打开", exact=True)
    screen.press("全部收到").sees("已签收")


def levels(part):
    return part.levels.select_related("depot")
