"""A sample network: halls, hospitals and campuses of five provinces with their terminals. Always the same, and only what is missing."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from resources.importing import import_file

from .choices import ComponentKind as Kind
from .choices import PaymentMethod, TerminalStatus
from .models import Component, Site, Terminal

_SITES = Path(__file__).with_name("sample_sites.csv")
_SEED = 20_261_123
_CARRIERS = ("电信", "联通", "移动")
_VERSIONS = ("4.2.1", "4.2.1", "4.2.1", "4.2.0", "4.1.7")
_FIRST_INSTALLED = date(2021, 3, 1)
_HEADER = ["设备编号", "网点编号", "型号", "软件版本", "通信线路", "支付方式", "小时均笔数", "状态", "业务", "安装日期"]
_ALWAYS = (Kind.SCANNER, Kind.PRINTER, Kind.TOUCH_SCREEN, Kind.MAINBOARD, Kind.POWER, Kind.DOOR, Kind.NETWORK)
_CASH = (Kind.CASH_ACCEPTOR, Kind.CASH_BOX)


@dataclass(frozen=True)
class Model:
    """A model of terminal: what it takes, and what it is built of."""

    name: str
    methods: tuple[PaymentMethod, ...]
    parts: tuple[Kind, ...]


_MOBILE = (PaymentMethod.WECHAT, PaymentMethod.ALIPAY)
_CARD = (*_MOBILE, PaymentMethod.BANK_CARD)
MODELS = {
    model.name: model
    for model in (
        Model("ZZ-100", _MOBILE, _ALWAYS),
        Model("ZZ-200", _CARD, (*_ALWAYS, Kind.CARD_READER)),
        Model("ZZ-500", (*_CARD, PaymentMethod.CASH), (*_ALWAYS, Kind.CARD_READER, *_CASH)),
        Model("ZZ-500C", (*_CARD, PaymentMethod.CASH), (*_ALWAYS, Kind.CARD_READER, *_CASH, Kind.COIN_ACCEPTOR)),
    )
}


@dataclass(frozen=True)
class Usage:
    """What terminals at a kind of site are for, how many there are, how busy, of which models in turn."""

    services: str
    fewest: int
    most: int
    hourly: tuple[float, ...]
    models: tuple[str, ...]


_USAGES = {
    "医院": Usage("挂号缴费|门诊缴费|住院预交金", 8, 12, (18, 30, 45, 60), ("ZZ-200", "ZZ-500", "ZZ-200", "ZZ-100")),
    "供电营业厅": Usage("电费", 4, 6, (8, 12, 18), ("ZZ-500", "ZZ-200", "ZZ-500C")),
    "供水营业厅": Usage("水费", 3, 5, (6, 8, 12), ("ZZ-500C", "ZZ-200")),
    "燃气营业厅": Usage("燃气费", 3, 5, (6, 8, 12), ("ZZ-500", "ZZ-200")),
    "政务服务中心": Usage("社保费|医保费|不动产登记费|交通罚款", 5, 8, (10, 16, 24), ("ZZ-200", "ZZ-500", "ZZ-100")),
    "社区服务站": Usage("电费|水费|燃气费|医保费", 3, 4, (2, 4, 6), ("ZZ-500C", "ZZ-100")),
    "校园": Usage("学费|校园卡充值|住宿费", 4, 7, (8, 14, 20), ("ZZ-100", "ZZ-200")),
}


def load(now: datetime) -> None:
    """Adds the sample sites and terminals that are not there yet; what is there stays as it is."""
    sites = _read_sites()
    known = set(Site.objects.filter(code__in=[site["网点编号"] for site in sites]).values_list("code", flat=True))
    new_sites = [site for site in sites if site["网点编号"] not in known]
    if new_sites:
        _import("sites", "示例网点.csv", list(new_sites[0]), (list(site.values()) for site in new_sites), now)
    terminals = list(_terminals(sites))
    codes = [terminal[0] for terminal in terminals]
    present = set(Terminal.objects.filter(code__in=codes).values_list("code", flat=True))
    new_terminals = [terminal for terminal in terminals if terminal[0] not in present]
    if new_terminals:
        _import("terminals", "示例终端.csv", _HEADER, new_terminals, now)
        _add_components([terminal[0] for terminal in new_terminals])


def _read_sites() -> list[dict[str, str]]:
    with _SITES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _import(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[str]], now: datetime) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    import_file(kind, io.BytesIO(text.getvalue().encode()), actor=None, now=now, file_name=name)


def _terminals(sites: Sequence[dict[str, str]]) -> Iterator[list[str]]:
    for number, site in enumerate(sites):
        rng = Random(_SEED + number)  # noqa: S311 - a sample, not a secret
        usage = _USAGES[site["类型"]]
        line = _line(site, number)
        count = rng.randint(usage.fewest, usage.most)
        for place in range(1, count + 1):
            model = MODELS[usage.models[(place - 1) % len(usage.models)]]
            yield [
                f"{site['网点编号']}-{place:02d}",
                site["网点编号"],
                model.name,
                rng.choice(_VERSIONS),
                line,
                "|".join(model.methods),
                str(rng.choice(usage.hourly)),
                _status(number, place, count),
                usage.services,
                (_FIRST_INSTALLED + timedelta(days=rng.randrange(1_600))).isoformat(),
            ]


def _line(site: dict[str, str], number: int) -> str:
    """A district's hospitals, which are open all night, share one line; the other sites are spread over the carriers."""
    carrier = 0 if site["类型"] == "医院" else number % 2 if number % 7 else 2
    return f"{site['区划代码']}-{_CARRIERS[carrier]}"


def _status(number: int, place: int, count: int) -> str:
    """Every ninth site keeps its last terminal in reserve; every thirteenth has one in maintenance."""
    if place == count and number % 9 == 0:
        return TerminalStatus.STANDBY.value
    if place == 2 and number % 13 == 5:
        return TerminalStatus.MAINTENANCE.value
    return TerminalStatus.IN_SERVICE.value


def _add_components(codes: Sequence[str]) -> None:
    terminals = Terminal.objects.filter(code__in=codes).only("pk", "code", "model")
    Component.objects.bulk_create(
        (
            Component(
                terminal=terminal,
                kind=kind,
                part_number=f"{terminal.model}-{kind.upper()[:4]}",
                serial_number=f"SN{terminal.code.replace('-', '')}{place:02d}",
            )
            for terminal in terminals
            for place, kind in enumerate(MODELS[terminal.model].parts, 1)
        ),
        ignore_conflicts=True,
    )
