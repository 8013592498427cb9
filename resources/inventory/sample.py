"""A sample inventory: depots with keepers, parts for the sample's terminals, stock, equipment. Only what is missing is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from emergency_ops.lib.roles import Role
from resources.network.choices import ComponentKind as Kind
from resources.network.choices import TerminalStatus
from resources.network.models import Region, Terminal
from resources.staff.models import Person
from resources.staff.sample import demo_password

from . import sample_moving
from .actions import deliveries, depots, equipment, ledger, minimums, parts
from .actions.chain import By
from .choices import EquipmentKind
from .models import Depot, Equipment, PartType, StockMinimum

CASH_MODELS = ("ZZ-500", "ZZ-500C")
CARD_MODELS = ("ZZ-200", *CASH_MODELS)


@dataclass(frozen=True)
class Store:
    """A depot: how well it is stocked (1 the best), and its keepers' accounts."""

    code: str
    name: str
    region: str
    address: str
    position: tuple[float, float]
    hours: str
    keeper: str
    deputy: str = ""
    tier: int = 2


@dataclass(frozen=True)
class Part:
    """`stock` and `minimum` of a depot of the first tier; the others have a half, then a quarter of it. price in fen."""

    code: str
    name: str
    component: Kind
    models: tuple[str, ...]
    price: int
    supplier: str
    contact: str
    days: int
    stock: int
    minimum: int
    unit: str = "件"


STORES = (
    Store("BJK-SH-01", "上海黄浦备件库", "310101", "上海市黄浦区制造局路88号", (121.4842, 31.2098),
          "周一至周日 07:00-22:00", "cangku", "kuguan-sh", 1),
    Store("BJK-SH-02", "上海浦东备件库", "310115", "上海市浦东新区张江路500号", (121.5983, 31.2035),
          "周一至周五 08:30-17:30", "kuguan-sh", "cangku"),
    Store("BJK-NJ-01", "南京玄武备件库", "320102", "南京市玄武区珠江路66号", (118.7929, 32.0512),
          "周一至周日 08:00-20:00", "kuguan-js", "", 1),
    Store("BJK-SZ-01", "苏州姑苏备件库", "320508", "苏州市姑苏区人民路1300号", (120.6217, 31.3112),
          "周一至周五 08:30-17:30", "kuguan-js", "", 3),
    Store("BJK-HZ-01", "杭州西湖备件库", "330106", "杭州市西湖区文三路200号", (120.1339, 30.2765),
          "周一至周六 08:30-18:00", "kuguan-zj"),
    Store("BJK-SZX-01", "深圳福田备件库", "440304", "深圳市福田区深南中路3000号", (114.0791, 22.5431),
          "周一至周六 08:30-18:00", "kuguan-gd"),
    Store("BJK-CD-01", "成都锦江备件库", "510104", "成都市锦江区红星路二段70号", (104.0833, 30.6555),
          "周一至周五 09:00-18:00", "kuguan-sc", "", 3),
)  # fmt: skip
#: accounts of storekeepers beside the demo account "cangku": name, region
KEEPERS = {
    "kuguan-sh": ("顾建华", "310000"),
    "kuguan-js": ("徐志勇", "320000"),
    "kuguan-zj": ("沈丽萍", "330000"),
    "kuguan-gd": ("梁伟强", "440000"),
    "kuguan-sc": ("罗小川", "510000"),
}
_YIMA, _ZHIHUI, _TONGDA = "上海易码电子有限公司", "深圳智汇终端技术有限公司", "南京通达网络设备有限公司"
_PHONES = {_YIMA: "021-55500118", _ZHIHUI: "0755-55500236", _TONGDA: "025-55500377"}
PARTS = (
    Part("SM-2D-01", "扫码头", Kind.SCANNER, (), 48_000, _YIMA, _PHONES[_YIMA], 7, 16, 6),
    Part("PR-80-01", "热敏打印机芯", Kind.PRINTER, (), 62_000, _YIMA, _PHONES[_YIMA], 10, 12, 4),
    Part(
        "TS-17-01", "17寸触摸屏", Kind.TOUCH_SCREEN, ("ZZ-100", "ZZ-200"), 96_000, _ZHIHUI, _PHONES[_ZHIHUI], 14, 6, 2
    ),
    Part("TS-21-01", "21.5寸触摸屏", Kind.TOUCH_SCREEN, CASH_MODELS, 138_000, _ZHIHUI, _PHONES[_ZHIHUI], 14, 4, 2),
    Part("MB-J4-01", "工控主板 J4", Kind.MAINBOARD, ("ZZ-100", "ZZ-200"), 165_000, _ZHIHUI, _PHONES[_ZHIHUI], 21, 4, 2),
    Part("MB-I5-01", "工控主板 I5", Kind.MAINBOARD, CASH_MODELS, 238_000, _ZHIHUI, _PHONES[_ZHIHUI], 21, 4, 2),
    Part("CR-IC-01", "三合一读卡器", Kind.CARD_READER, CARD_MODELS, 85_000, _YIMA, _PHONES[_YIMA], 12, 8, 3),
    Part("CA-BV-01", "纸币接收器", Kind.CASH_ACCEPTOR, CASH_MODELS, 320_000, _ZHIHUI, _PHONES[_ZHIHUI], 30, 4, 2),
    Part("CO-HP-01", "投币器", Kind.COIN_ACCEPTOR, ("ZZ-500C",), 54_000, _ZHIHUI, _PHONES[_ZHIHUI], 30, 2, 1),
    Part("PW-300-01", "300W电源", Kind.POWER, (), 26_000, _TONGDA, _PHONES[_TONGDA], 5, 12, 4),
    Part("UPS-1K-01", "1kVA UPS", Kind.POWER, (), 72_000, _TONGDA, _PHONES[_TONGDA], 7, 4, 2),
    Part("RT-4G-01", "4G工业路由器", Kind.NETWORK, (), 58_000, _TONGDA, _PHONES[_TONGDA], 5, 10, 4),
)
#: (depot, part): pieces at the start where the tier's share is not it: sold out, or below the minimum
OPENING = {
    ("BJK-SH-01", "SM-2D-01"): 2,
    ("BJK-SH-02", "SM-2D-01"): 0,
    ("BJK-NJ-01", "SM-2D-01"): 12,
    ("BJK-HZ-01", "MB-I5-01"): 0,
    ("BJK-SZX-01", "RT-4G-01"): 1,
}
#: kind, model, how many in a depot of the first tier, months between two services
ITEMS = (
    (EquipmentKind.PORTABLE_POS, "P8-4G", 4, 12),
    (EquipmentKind.SCANNER, "HS-22", 3, 12),
    (EquipmentKind.PRINTER, "MP-58", 2, 12),
    (EquipmentKind.HOTSPOT, "MF-980", 3, 6),
    (EquipmentKind.EMERGENCY_PHONE, "CN-210", 2, 12),
)


def load(now: datetime) -> None:
    """After the sample of the network and of the staff. What is there stays as it is."""
    keepers = _keepers()
    stores = {store.code: _depot(store, keepers, now) for store in STORES if _region(store.region)}
    kinds = {part.code: _part(part, now) for part in PARTS}
    for store in STORES:
        if store.code in stores:
            _stock(store, stores[store.code], kinds, now)
            _items(store, stores[store.code], now)
    _standby(stores, now)
    _deliveries(stores, kinds, now)
    sample_moving.load(stores, kinds, now)


def _region(code: str) -> bool:
    """Whether the sample network has it."""
    return Region.objects.filter(code=code).exists()


def _keepers() -> dict[str, Person]:
    group, _made = Group.objects.get_or_create(name=Role.STOREKEEPER)
    secret = make_password(demo_password())
    for number, (username, (name, region)) in enumerate(KEEPERS.items()):
        defaults = {
            "name": name,
            "department": "备件库",
            "phone": f"1390000{number:04d}",
            "email": f"{username}@example.cn",
            "password": secret,
        }
        person, created = Person.objects.get_or_create(username=username, defaults=defaults)
        if created:
            person.groups.add(group)
            person.regions.set(Region.objects.filter(code=region))
    return {person.username: person for person in Person.objects.filter(username__in=[*KEEPERS, "cangku"])}


def _depot(store: Store, keepers: dict[str, Person], now: datetime) -> Depot:
    known = Depot.objects.filter(code=store.code).first()
    if known is not None:
        return known
    keeper, deputy = keepers.get(store.keeper), keepers.get(store.deputy)
    depot = Depot(code=store.code, name=store.name, region_id=store.region, address=store.address)
    depot.longitude, depot.latitude = store.position
    depot.keeper, depot.deputy, depot.opening_hours = keeper, deputy, store.hours
    depot.phone = keeper.phone if keeper else ""
    return depots.save_depot(depot, actor=None, now=now)


def _part(part: Part, now: datetime) -> PartType:
    known = PartType.objects.filter(code=part.code).first()
    if known is not None:
        return known
    row = PartType(code=part.code, name=part.name, component=part.component, terminal_models=list(part.models))
    row.unit, row.price, row.lead_days = part.unit, part.price, part.days
    row.supplier, row.supplier_contact = part.supplier, part.contact
    return parts.save_part(row, actor=None, now=now)


def _stock(store: Store, depot: Depot, kinds: dict[str, PartType], now: datetime) -> None:
    """Receipts at the start, once, and minimums."""
    limited = set(StockMinimum.objects.filter(depot=depot).values_list("part_id", flat=True))
    opened = set(depot.movements.filter(key__startswith="sample:").values_list("part_id", flat=True))
    for part in PARTS:
        row, share = kinds[part.code], _share(part.stock, store.tier)
        pieces = OPENING.get((store.code, part.code), share)
        if pieces and row.pk not in opened:
            key = f"sample:{store.code}:{part.code}"
            ledger.receive(depot, row, pieces, actor=None, now=now, reason="期初入库", key=key)
        if row.pk not in limited:
            least = max(1, _share(part.minimum, store.tier))
            minimums.set_minimum(depot, row, least, least * 2, actor=None, now=now)


def _share(pieces: int, tier: int) -> int:
    return pieces >> (tier - 1)


def _items(store: Store, depot: Depot, now: datetime) -> None:
    known = set(
        Equipment.objects.filter(code__in=[code for code, _item in _numbered(store)]).values_list("code", flat=True)
    )
    for code, (kind, model, months, place) in _numbered(store):
        if code in known:
            continue
        item = Equipment(code=code, kind=kind, model=model, serial_number=f"SN-{code}", depot=depot)
        item.maintenance_months = months
        item.maintenance_due = _service_day(timezone.localdate(now), months, place)
        item.battery_percent, item.battery_checked_at = 95 - 9 * (place % 5), now - timedelta(days=place)
        equipment.register(item, By(None, now, key=f"sample:{code}"))


def _numbered(store: Store) -> Iterator[tuple[str, tuple[EquipmentKind, str, int, int]]]:
    """Asset numbers of a depot's items with kind, model, months between services, place in the depot."""
    place = 0
    for kind, model, most, months in ITEMS:
        for _number in range(max(1, _share(most, store.tier))):
            place += 1
            yield f"YD-{store.code.removeprefix('BJK-')}-{place:02d}", (kind, model, months, place)


def _service_day(today: date, months: int, place: int) -> date:
    """Spread over the cycle; the first ones of a depot are due soon."""
    return today + timedelta(days=20 * place % (30 * months))


def _standby(stores: dict[str, Depot], now: datetime) -> None:
    """The network's standby terminals are equipment of the nearest depot of their province."""
    by_province: dict[str, Depot] = {}
    for depot in stores.values():
        by_province.setdefault(depot.region_id[:2], depot)
    rows = Terminal.objects.filter(status=TerminalStatus.STANDBY, equipment=None).select_related("site")
    for terminal in rows.order_by("code"):
        found = by_province.get(terminal.site.region_id[:2])
        if found is None:
            continue
        item = Equipment(code=f"BY-{terminal.code}", kind=EquipmentKind.STANDBY_TERMINAL, depot=found)
        item.model, item.serial_number, item.terminal = terminal.model, f"SN{terminal.code}", terminal
        equipment.register(item, By(None, now, key=f"sample:BY-{terminal.code}"))


def _deliveries(stores: dict[str, Depot], kinds: dict[str, PartType], now: datetime) -> None:
    """One purchase on its way, where the scan heads are short."""
    depot, part = stores.get("BJK-SH-01"), kinds["SM-2D-01"]
    buyer = depot.keeper if depot is not None else None
    if depot is None or buyer is None:
        return
    deliveries.expect(
        depot,
        part,
        20,
        expected_on=timezone.localdate(now) + timedelta(days=5),
        actor=buyer,
        now=now,
        order_number="CG-2026-0117",
        key="sample:delivery",
    )
