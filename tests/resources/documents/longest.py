"""The facts of a paper of every kind with the longest names that are met, made by the kinds' own builders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from resources.documents import labels
from resources.documents.choices import PaperKind
from resources.inventory import papers_equipment, papers_list, papers_moving
from resources.inventory.choices import EquipmentKind
from resources.inventory.models import (
    Depot,
    Equipment,
    EquipmentListVersion,
    PartType,
    Stocktake,
    StocktakeLine,
    Transfer,
    TransferLine,
)
from resources.network.models import Region
from resources.staff.badge_sheet import sheet_facts
from resources.staff.models import Badge, Person, Post, Shift
from resources.staff.papers_duty import month_facts
from tests.conftest import CST, NOON

NAME = "阿卜杜热合曼·买买提艾力"
TOKEN = "4TQ9XMWR7KPC"
PLACE = "上海市黄浦区人民政府政务服务中心自助缴费终端应急备件库（第一分库）"
PART = "扫码头组件（ZZ-200、ZZ-300系列适用，含固定支架、两米数据线和安装螺钉）"


@dataclass(frozen=True)
class Case:
    """What is printed, the texts of its QR codes in order of the pages, and how many pages there are."""

    kind: PaperKind
    title: str
    facts: Mapping[str, Any]
    codes: list[str]
    pages: int


def _depot() -> Depot:
    return Depot(
        code="310101-BJK-0001", name=PLACE, region=Region(code="310101", name="黄浦区"), phone="0999-12345678-8001",
        address="上海市黄浦区南京东路街道人民大道517弄12号政务服务中心一号楼地下二层东侧（货运电梯旁）",
        keeper=Person(name=NAME), deputy=Person(name=NAME),
    )  # fmt: skip


def _parts(count: int) -> list[PartType]:
    return [PartType(code=f"SCANNER-ZZ200-2026-{n:04d}", name=PART, unit="件") for n in range(count)]


def transfer_slip(lines: int = 6) -> Case:
    transfer = Transfer(
        number="DB-20261123-0001", token=TOKEN, source=_depot(), to_depot=_depot(), sent_by=Person(name=NAME), sent_at=NOON,
        carrier=f"{NAME}（应急保障部车辆沪A·D12345，联系电话13800138000）", expected_at=NOON, reference="YJ-20261123-0001",
        note="通信线路中断后更换扫码头，请现场人员在收货后三十分钟内装机并试机",
    )  # fmt: skip
    rows = [TransferLine(part=part, quantity=100 + n) for n, part in enumerate(_parts(lines))]
    facts = papers_moving.slip_facts(transfer, rows)
    return Case(PaperKind.TRANSFER_SLIP, "调拨单 DB-20261123-0001", facts, [facts["url"]] * 2, 2)


def count_sheet() -> Case:
    stocktake = Stocktake(number="PD-20261123-0001", depot=_depot(), started_at=NOON, started_by=Person(name=NAME))
    facts = papers_moving.sheet_facts(stocktake, [StocktakeLine(part=part) for part in _parts(60)])
    return Case(PaperKind.COUNT_SHEET, "盘点表 PD-20261123-0001", facts, [facts["url"]], 5)


def _items(count: int) -> list[Equipment]:
    return [
        Equipment(
            code=f"SB-310101-2026-{n:04d}", token=f"4TQ9XMWR7K{n:02d}".translate(str.maketrans("0125", "ACDE")),
            kind=EquipmentKind.values[n % len(EquipmentKind.values)], model="新国都 G2 Pro 增强版（含充电底座）",
            serial_number="SN1234567890123456789012", depot=_depot(),
        )
        for n in range(count)
    ]  # fmt: skip


def label_sheet() -> Case:
    facts = papers_equipment.label_facts(_items(30), labels.SHEET, 2)
    codes = [label["url"] for label in facts["labels"]]
    return Case(PaperKind.EQUIPMENT_LABELS, "设备标签 30张", facts, codes, 2)


def single_labels() -> Case:
    facts = papers_equipment.label_facts(_items(2), labels.SINGLE)
    codes = [label["url"] for label in facts["labels"]]
    return Case(PaperKind.EQUIPMENT_LABELS, "设备标签 2张", facts, codes, 2)


def equipment_list() -> Case:
    item = {
        "code": "SB-310101-2026-0001", "kind": "portable_pos", "model": "新国都 G2 Pro 增强版（含充电底座）",
        "serial_number": "SN1234567890123456789012", "state": "in_depot", "condition": "good", "depot": "310101-BJK-0001",
        "region": "310101", "terminal": "310101-0001-01", "maintenance_due": "2027-05-31",
    }  # fmt: skip
    depot = {
        "code": "310101-BJK-0001", "name": PLACE, "region": "310101", "address": _depot().address, "keeper": NAME,
        "deputy": NAME, "phone": "0999-12345678-8001", "active": True,
    }  # fmt: skip
    part = {"code": "SCANNER-ZZ200-2026-0001", "name": PART, "component": "scanner", "unit": "件"}
    content = {
        "equipment": [item] * 12, "standby": [item] * 2,
        "terminals": [{"region": "310101", "model": "ZZ-200", "software_version": "4.2.1", "count": 12_345}],
        "parts": [{**part, "depots": {"310101-BJK-0001": 12}}] * 3, "depots": [depot] * 3,
        "regions": {"310101": "新疆维吾尔自治区博尔塔拉蒙古自治州阿拉山口市"},
    }  # fmt: skip
    version = EquipmentListVersion(number=12, note="季度盘点后更新：新增便携式POS机十二台", digest="a1" * 32)
    facts = papers_list.list_facts(version, content, ["31"])
    return Case(PaperKind.EQUIPMENT_LIST, "技术设备清单 第12版", facts, [], 0)


def badge_sheet() -> Case:
    badges = [
        Badge(
            number=f"TB-20261123-{n:04d}", token=f"{TOKEN}{n:02d}", valid_from=date(2026, 11, 23), valid_until=date(2027, 11, 22),
            person=Person(pk=n + 1, name=NAME if n % 2 else "王强", department="上海市城市公共事业自助缴费应急运营服务中心技术保障部"),
            post=Post(name="黄浦区政务服务中心现场服务与设备维护岗"),
        )
        for n in range(11)
    ]  # fmt: skip
    facts = sheet_facts(badges)
    codes = [card["url"] for cards in facts["sheets"] for card in cards]
    return Case(PaperKind.BADGE_SHEET, "统一标识 TB-20261123-0000 等11张", facts, codes, 2)


def duty_calendar(make_person: Callable[..., Person]) -> Case:
    post = Post.objects.create(
        name="黄浦区政务服务中心现场服务与设备维护岗（含夜间值守）", function="technical", region_id="310101"
    )
    people = [make_person("a", name=NAME), make_person("b", name="欧阳震华·司徒美玲")]
    Shift.objects.bulk_create(
        Shift(
            post=post, day=day, label=label, period=(start, start + timedelta(hours=12)), updated_at=NOON,
            person=people[day.day % 2] if day.day != 9 else None,
        )
        for day in (date(2026, 11, 1) + timedelta(days=n) for n in range(30))
        for label, start in (("白班", datetime(day.year, day.month, day.day, 8, tzinfo=CST)),
                             ("夜班", datetime(day.year, day.month, day.day, 20, tzinfo=CST)))
    )  # fmt: skip
    facts = month_facts(post, date(2026, 11, 1), date(2026, 11, 23))
    return Case(PaperKind.DUTY_CALENDAR, "值班表 2026年11月", facts, [facts["url"]], 1)
