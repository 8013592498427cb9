"""The faults that can be played: whom one strikes and what it does to a report. Pure; sources: PLAN's causes, XFS4IoT codes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Report = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """One terminal as the simulator sees it."""

    code: str
    site: str
    region: str
    line: str
    version: str
    methods: tuple[str, ...]
    hourly: float


@dataclass(frozen=True)
class FaultKind:
    """What the struck terminals share (`group`), what their reports show, and what becomes of their payments.

    components: (XFS4IoT component, state, fault code). silent: no reports. stopped: reports, but nobody can pay.
    failing: share of payments that fail, of all methods or of `method` only.
    """

    name: str
    title: str | Promise
    group: Callable[[Unit], str]
    device: str = "online"
    components: tuple[tuple[str, str, str], ...] = ()
    silent: bool = False
    stopped: bool = False
    failing: float = 0.0
    method: str = ""
    at_least_sites: int = 1


def _one(unit: Unit) -> str:
    return unit.code


def _site(unit: Unit) -> str:
    return unit.site


def _line(unit: Unit) -> str:
    return unit.line


def _version(unit: Unit) -> str:
    return f"{unit.version}@{unit.region}"


def _everywhere(unit: Unit) -> str:
    return "*"


KINDS: dict[str, FaultKind] = {
    kind.name: kind
    for kind in (
        FaultKind(
            "screen",
            _("触摸屏破裂（单台）"),
            _one,
            "hardwareError",
            (("touch_screen", "failed", "SCREEN_BROKEN"),),
            stopped=True,
        ),
        FaultKind(
            "scanner",
            _("扫码头损坏（一个网点）"),
            _site,
            "hardwareError",
            (("scanner", "failed", "SCAN_INOP"),),
            stopped=True,
        ),
        FaultKind(
            "missing-part",
            _("主控板被盗（单台）"),
            _one,
            "hardwareError",
            (("mainboard", "missing", "BOARD_MISSING"),),
            stopped=True,
        ),
        FaultKind(
            "cash-box",
            _("钱箱缺失（单台）"),
            _one,
            "fraudAttempt",
            (("cash_box", "missing", "BOX_MISSING"),),
            stopped=True,
        ),
        FaultKind(
            "storm",
            _("雷击、水浸损坏（一个网点）"),
            _site,
            "hardwareError",
            (("power", "failed", "PSU_FAIL"), ("network", "failed", "NET_FLAP"), ("printer", "failed", "PRT_INOP")),
            stopped=True,
        ),
        FaultKind(
            "crash", _("缴费软件崩溃（一个网点）"), _site, components=(("service", "failed", "APP_DOWN"),), stopped=True
        ),
        FaultKind("method", _("一种支付方式失败（一个网点）"), _site, failing=0.8, method="wechat"),
        FaultKind(
            "method-wide", _("一种支付方式失败（全网）"), _everywhere, failing=0.8, method="wechat", at_least_sites=2
        ),
        FaultKind(
            "balance", _("余额显示错误（一个网点）"), _site, components=(("service", "degraded", "BALANCE_WRONG"),)
        ),
        FaultKind("power", _("停电且 UPS 耗尽（一个网点）"), _site, silent=True),
        FaultKind("line", _("通信线路中断（一条线路）"), _line, silent=True, at_least_sites=2),
        FaultKind("version", _("软件版本缺陷（一个区域）"), _version, failing=0.5, at_least_sites=2),
        FaultKind(
            "parameter",
            _("费率、限额参数设错（一个网点）"),
            _site,
            components=(("configuration", "failed", "PARAM_WRONG"),),
            failing=0.6,
        ),
        FaultKind(
            "deleted-record",
            _("误删用户或业务数据（一个网点）"),
            _site,
            components=(("configuration", "failed", "RECORD_DELETED"),),
            failing=0.9,
        ),
        FaultKind(
            "intrusion",
            _("非法侵入（单台）"),
            _one,
            "fraudAttempt",
            (("configuration", "tampered", "INTRUSION"), ("door", "tampered", "DOOR_TAMPER")),
        ),
        FaultKind("silent", _("设备无响应（单台）"), _one, silent=True),
        FaultKind("payments", _("支付频繁失败（单台）"), _one, failing=0.8),
    )
}


@dataclass
class Fault:
    """A kind, struck on some terminals between two moments (seconds of simulated time); `cured`: where a remedy helped."""

    kind: FaultKind
    target: str
    members: frozenset[str]
    start: float
    end: float | None = None
    cured: set[str] = field(default_factory=set)

    def strikes(self, unit: Unit, at: float) -> bool:
        struck = unit.code in self.members and unit.code not in self.cured
        return struck and self.start <= at and (self.end is None or at < self.end)


def targets(kind: FaultKind, units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Everything that this kind of fault can strike, by name: lines for a line fault, sites for a power cut, …"""
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if not kind.method or kind.method in unit.methods:
            groups[kind.group(unit)].append(unit)
    return {name: members for name, members in groups.items() if len({u.site for u in members}) >= kind.at_least_sites}


def choose(kind: FaultKind, units: Sequence[Unit]) -> str | None:
    """The target with the most payments an hour, so that a show is soon seen; None where nothing fits."""
    found = targets(kind, units)
    return max(found, key=lambda name: (sum(u.hourly for u in found[name]), name), default=None)
