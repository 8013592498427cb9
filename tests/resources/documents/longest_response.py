"""The papers of patrols, plans, codes and the supply chain with the longest names that are met."""

from typing import Any

from emergency_ops.setup import papers as setup
from incidents.response.counters import papers as counters
from incidents.response.models import Incident, Substitute
from incidents.response.online import papers as codes
from incidents.response.online.models import EmergencyCode
from resources.documents import labels
from resources.documents.choices import PaperKind
from resources.network import papers_labels
from resources.network.models import Site, Terminal
from tests.conftest import NOON
from tests.resources.documents.longest import NAME, PART, PLACE, Case

TEXT = "先确认故障的范围：一台、一个网点、一条线路还是一种支付方式；受影响的设备、区域和用户数；随后通知各岗位，并在三十分钟内让替代方案投入服务。"


def _site() -> Site:
    return Site(code="310101-0001", name=PLACE, phone="0999-12345678-8001", region_id="310101", address=PLACE)


def terminal_labels() -> Case:
    terminals = [
        Terminal(code=f"310101-0001-ZZ200-{n:03d}", model="ZZ-200 增强版（双屏）", site=_site()) for n in range(30)
    ]
    facts = papers_labels.label_facts(terminals, labels.SHEET, 2)
    return Case(PaperKind.TERMINAL_LABELS, "终端标签 30张", facts, [label["url"] for label in facts["labels"]], 2)


def site_labels() -> Case:
    facts = papers_labels.site_label_facts([_site() for _ in range(30)], labels.SHEET, 2)
    return Case(PaperKind.SITE_LABELS, "网点标签 30张", facts, [label["url"] for label in facts["labels"]], 2)


def emergency_code(form: str = codes.A4) -> Case:
    incident = Incident(number="YJ-20261123-0001")
    substitute = Substitute(pk=1, incident=incident, site=_site())
    code = EmergencyCode(code="34679ACD", substitute=substitute, site=_site(), expires_at=NOON)
    facts = codes.sheet_facts(code, form)
    return Case(PaperKind.EMERGENCY_CODE, "应急支付二维码 34679ACD", facts, [facts["url"]], 1)


def small_emergency_code() -> Case:
    return emergency_code(codes.A6)


def supply_list() -> Case:
    row = {
        "number": "GY-20261123-0001", "drill": True, "thing": PART, "quantity": 1200, "place": PLACE,
        "reference": "YJ-20261123-0001", "supplier": f"上海自助设备配件供应有限公司 {NAME} 13800138000", "state": "已承诺到货",
        "asked_on": "11-23", "expected_on": "2026-12-05", "owner": NAME,
    }  # fmt: skip
    facts: dict[str, Any] = {"number": "2026-11-23 12:00", "subtitle": "", "prefixes": ["31"], "rows": [row] * 20}
    return Case(PaperKind.SUPPLY_LIST, "供应链清单 2026-11-23 12:00", facts, [], 0)


def plan() -> Case:
    step = {
        "number": 1, "title": "在终端旁开设人工服务点，引导老年人和残障人士优先办理", "text": TEXT, "function": "公共信息发布",
        "due": "启动后 30 分钟", "conditions": "部件缺失或被盗、通信中断；区域性中断；II级 重大", "evidence": "单据（照片或文件）",
        "checklist": ["窗口人员佩戴统一标识", TEXT], "resources": [f"{PART} × 12", "便携POS机 × 2"],
    }  # fmt: skip
    facts: dict[str, Any] = {
        "version": 1, "plan": "自助缴费终端故障应急预案（适用于全国各网点及合作银行代收点）", "number": 12, "state": "生效",
        "in_force": "2026-11-23", "approved_by": NAME, "conditions": TEXT, "sections": [["目的", TEXT], ["工作原则", TEXT]],
        "closing": [["持续改进", TEXT]], "causes": [["硬件故障", "部件缺失或被盗", TEXT]] * 11,
        "phases": [["启用替代方案", [step] * 6]],
    }  # fmt: skip
    return Case(PaperKind.PLAN, "应急预案 第12版", facts, [], 0)


def patrol_sheet() -> Case:
    items = [
        "触摸屏",
        "扫码头",
        "打印机",
        "纸币器和钱箱",
        "柜门和锁具",
        "公告仍在原处",
        "收款码未被覆盖",
        "电源和UPS",
        "网络和线路",
    ]
    rows = [{"code": f"310101-0001-ZZ200-{n:03d}", "model": "ZZ-200 增强版"} for n in range(24)]
    facts = {
        "number": "4TQ9 XMWR 7KPC", "subtitle": f"{PLACE}（310101-0001）", "url": "http://127.0.0.1:8000/patrols/rounds/4TQ9XMWR7KPC/paper/",
        "token": "4TQ9XMWR7KPC", "address": PLACE, "starts": "2026-11-23 12:00", "due": "12:30", "assignee": NAME,
        "tables": [{"items": items, "terminals": rows}],
    }  # fmt: skip
    return Case(PaperKind.PATROL_SHEET, "巡检记录表", facts, [facts["url"]], 0)


def priority_notice(place: str = "政务服务中心一楼大厅3号窗口", hotline: str = "95598", **fields: Any) -> Case:
    facts: dict[str, Any] = {
        "languages": ["zh", "en"], "place": place, "hours": "08:30-12:00，13:30-17:30", "windows": [], "ratio": 3,
        "help": [*map(list, counters.HELP.values()), list(counters.CASH)], "hotline": hotline, "tight": False, "drill": False,
        "url": "http://127.0.0.1:8000/q/take/4TQ9XMWR7KPC4TQ9XMWR7KPC4TQ9XMWR/", "incident": "YJ-20261123-0001", "substitute": 1,
        **fields,
    }  # fmt: skip
    return Case(PaperKind.PRIORITY_NOTICE, f"优先服务告示 {place}", facts, [facts["url"]] * 2, 2)


def longest_priority_notice() -> Case:
    return priority_notice(f"{PLACE}一楼大厅东侧3号窗口", "0999-12345678-8001", windows=[1, 2, 3], tight=True)


def printer_test_page() -> Case:
    facts = setup.facts()
    return Case(PaperKind.TEST_PAGE, "打印测试页", facts, [facts["url"]], 1)
