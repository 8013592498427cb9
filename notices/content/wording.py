"""What a notice says. Pure: plain values in, the texts of the paper out.

The paper is Chinese whatever language its maker works in, so these texts are not message ids. They are written for
passers-by: no codes, no jargon, no blame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

#: raised when texts or their arrangement change, so that papers of two layouts are never taken for the same
LAYOUT: Final = 3

METHODS: Final = {"wechat": "微信支付", "alipay": "支付宝", "bank_card": "银行卡", "cash": "现金"}
DOCUMENTS: Final = "身份证、户号（缴费卡或近期账单也可）"
PRIORITY: Final = "老年人、残障人士、孕妇、携婴幼儿者和患病者优先办理，可由他人代办"
FAQ: Final = "扫页脚小码查看，或拨打热线询问"
MOST_WAYS: Final = 4

_PARTS: Final = "设备部件故障"
_POWER: Final = "供电中断"
_LINE: Final = "通信线路中断"
_SYSTEM: Final = "系统故障"
_SETTINGS: Final = "系统设置异常"
_RECORDS: Final = "缴费数据需要核对"

_BY_CAUSE: Final = {
    "BOX_MISSING": "设备损坏", "BOX_TAMPER": "设备损坏", "BOARD_MISSING": "设备损坏", "DOOR_TAMPER": "设备损坏",
    "DOOR_OPEN": "设备检修", "fraudAttempt": "设备安全检查", "potentialFraud": "设备安全检查", "INTRUSION": "系统安全检查",
    "MAINS_LOST": _POWER, "UPS_LOW": _POWER, "UPS_EMPTY": _POWER, "PSU_FAIL": _POWER, "powerOff": _POWER, "power": _POWER,
    "NET_DOWN": _LINE, "NET_FLAP": _LINE, "network:down": _LINE, "line": _LINE,
    "APP_DOWN": _SYSTEM, "DB_DOWN": _SYSTEM, "version": _SYSTEM,
    "BALANCE_WRONG": _RECORDS, "RECORD_WRONG": _RECORDS, "RECORD_DELETED": _RECORDS,
    "PARAM_WRONG": _SETTINGS,
}  # fmt: skip
_BY_CATEGORY: Final = {
    "hardware": _PARTS,
    "software": _SYSTEM,
    "external": "外部供电或通信中断",
    "human": _SETTINGS,
}


@dataclass(frozen=True, slots=True)
class Outage:
    """The incident, as far as the paper tells of it. `grouping` is line, site, version, method … or empty."""

    number: str
    is_drill: bool
    is_confirmed: bool
    category: str
    cause: str
    grouping: str
    scope: str
    payment_method: str
    region: str
    affected_sites: int
    began_at: datetime
    expected_until: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """The site. `stopped` are the labels of its affected terminals. Of the others, `running` counts those that are known
    to work and `uncertain` those that are not: the paper promises nothing of these, and does not count them as stopped.
    `code_is_dead`: its emergency code was revoked or has expired, and tells how to pay instead.
    """

    code: str
    name: str
    hours: str
    phone: str
    stopped: tuple[str, ...]
    running: int
    methods: tuple[str, ...]
    services: tuple[str, ...]
    uncertain: int = 0
    code_is_dead: bool = False

    @property
    def is_whole(self) -> bool:
        """All terminals of the site are affected."""
        return not self.running and not self.uncertain


@dataclass(frozen=True, slots=True)
class Way:
    """A substitute that is ready or serves: counter, online or hotline."""

    kind: str
    place: str
    hours: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest site without an outage, as the crow flies."""

    name: str
    address: str
    km: float


def content(
    outage: Outage,
    place: Place,
    ways: Sequence[Way],
    neighbour: Neighbour | None,
    *,
    organisation: str,
    hotline: str,
    now: datetime,
) -> dict[str, Any]:
    """The notice's texts as JSON. Two equal contents are one notice: nothing in it depends on when it is printed.

    {"layout", "drill", "incident", "site": {code, name}, "title", "lead", "facts": [[label, text]], "ways": [[label, text]],
    "hotline", "phone", "organisation", "terminal", "service"}. Local datetimes are expected.
    """
    return {
        "layout": LAYOUT,
        "drill": outage.is_drill,
        "incident": outage.number,
        "site": {"code": place.code, "name": place.name},
        "title": title(outage),
        "lead": lead(outage, place),
        "facts": facts(outage, place, now),
        "ways": [[label, text] for label, text in alternatives(outage, place, ways, neighbour, hotline)],
        "hotline": _hotline(ways, hotline),
        "phone": place.phone,
        "organisation": organisation,
        "terminal": place.stopped[0] if len(place.stopped) == 1 else "",
        "service": service(outage, place),
    }


def title(outage: Outage) -> str:
    method = METHODS.get(outage.payment_method)
    return f"{method}暂停使用公告" if method else "自助缴费暂停服务公告"


def lead(outage: Outage, place: Place) -> str:
    """One or two sentences: why, what, how far, and the apology."""
    method = METHODS.get(outage.payment_method)
    what = f"自助终端暂停受理{method}，其他支付方式照常使用" if method else f"{_share(place)}暂停服务"
    reach = ""
    if outage.affected_sites > 1 and outage.scope in ("regional", "network_wide"):
        reach = f"{outage.region}共{outage.affected_sites}个网点受影响。"
    return f"因{cause(outage)}，本网点{what}。{reach}给您带来不便，我们深表歉意。"


def cause(outage: Outage) -> str:
    """The cause in plain words; said to be under examination while nobody has confirmed the incident."""
    if method := METHODS.get(outage.payment_method):
        plain = f"{method}通道故障"
    else:
        plain = (
            _BY_CAUSE.get(outage.cause) or _BY_CAUSE.get(outage.grouping) or _BY_CATEGORY.get(outage.category, _SYSTEM)
        )
    return plain if outage.is_confirmed else f"{plain}（原因正在核实）"


def facts(outage: Outage, place: Place, now: datetime) -> list[list[str]]:
    method = METHODS.get(outage.payment_method)
    return [
        ["涉及设备", terminals(place)],
        ["暂停业务", f"{method}缴费" if method else services(place.services)],
        ["暂停时间", f"{moment(outage.began_at)}起"],
        ["预计恢复", until(outage.expected_until, now)],
    ]


def terminals(place: Place) -> str:
    """All of them, or which ones: at most six by name, so that the line stays readable."""
    count = len(place.stopped)
    if place.is_whole:
        return f"全部{count}台自助终端"
    if count > 6:
        return f"{count}台自助终端，以机身提示为准"
    return f"{count}台自助终端（{'、'.join(place.stopped)}）"


def services(names: Sequence[str]) -> str:
    if not names:
        return "自助缴费、查询和打印"
    shown = "、".join(names[:4])
    return f"{shown}等{len(names)}项" if len(names) > 4 else shown


def service(outage: Outage, place: Place) -> str:
    if outage.is_drill:
        return "drill"
    return place.services[0] if len(place.services) == 1 else "all"


def moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at:%H:%M}"


def date(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"


def until(at: datetime | None, now: datetime) -> str:
    if at is None or at <= now:
        return "正在抢修，恢复时间另行公告"
    return f"{moment(at)}前"


def hours(text: str) -> str:
    """Opening hours as a notice writes them: 08:30—12:00、13:30—17:30."""
    if text.strip() == "00:00-24:00":
        return "全天"
    return text.strip().replace("-", "—").replace(",", "、").replace(";", "；")


def alternatives(
    outage: Outage, place: Place, ways: Sequence[Way], neighbour: Neighbour | None, hotline: str
) -> list[tuple[str, str]]:
    """How to pay all the same, in the order in which people should try. Cash and what to bring are always there."""
    rows = [_substitute(way, place) for way in ways if way.kind != "hotline"][:MOST_WAYS]
    if outage.is_drill:
        rows.append(("扫码缴费", "演练样张，二维码不能用于缴费"))
    elif place.code_is_dead:
        rows.append(("扫码查询", "扫下方二维码，查看现在可用的缴费方式"))
    else:
        rows.append(("扫码缴费", "扫下方二维码，按提示输入户号，可随时办理"))
    if text := still_working(outage, place):
        rows.append(("照常使用", text))
    rows.append(("现金缴费", cash(outage, place, ways, neighbour, hotline)))
    if neighbour:
        where = "，".join(filter(None, (neighbour.address, f"约{neighbour.km:.1f}公里")))
        rows.append(("附近网点", f"{neighbour.name}（{where}）"))
    return [*rows, ("请携带", DOCUMENTS), ("优先服务", PRIORITY), ("常见问题", FAQ)]


def cash(outage: Outage, place: Place, ways: Sequence[Way], neighbour: Neighbour | None, hotline: str) -> str:
    """Where cash is taken. There is always a way and a telephone number, and it never costs more."""
    counter = next((way for way in ways if way.kind == "counter"), None)
    if counter:
        where = f"请到{counter.place}"
    elif "cash" in place.methods and outage.payment_method not in ("", "cash"):
        where = "自助终端照常收取"
    elif "cash" in place.methods and place.running and not outage.payment_method:
        where = f"本网点其余{place.running}台自助终端照常收取"
    elif neighbour:
        where = "请到下列附近网点"
    else:
        where = "请联系现场工作人员"
    return f"{where}，不另收费；咨询电话{_hotline(ways, hotline)}"


def still_working(outage: Outage, place: Place) -> str:
    """The channels that are not affected."""
    if outage.payment_method:
        others = [METHODS[method] for method in place.methods if method != outage.payment_method and method in METHODS]
        return "、".join(others)
    if not place.running:
        return ""
    methods = "、".join(METHODS[method] for method in place.methods if method in METHODS)
    return f"其余{place.running}台自助终端（{methods}）" if methods else f"其余{place.running}台自助终端"


def _share(place: Place) -> str:
    return "全部自助缴费终端" if place.is_whole else f"{len(place.stopped)}台自助缴费终端"


def _substitute(way: Way, place: Place) -> tuple[str, str]:
    if way.kind == "counter":
        return "人工窗口", f"{way.place}（{hours(way.hours or place.hours)}）"
    return "线上缴费", f"{way.place}（{hours(way.hours)}）" if way.hours else way.place


def _hotline(ways: Sequence[Way], hotline: str) -> str:
    return next((way.place for way in ways if way.kind == "hotline" and way.place), hotline)
