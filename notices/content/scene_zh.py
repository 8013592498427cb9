"""What a notice says in Chinese of an outage and of maintenance: the values of placeholders. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import wording

if TYPE_CHECKING:
    from .scene import Planned, Scene, Stand

#: names that are longer together are told as a number of sites
LONGEST_PLACES: Final = 20
LONGEST_AREA: Final = 12
_SCOPES: Final = {
    "single_point": "个别自助终端",
    "site_wide": "网点自助终端",
    "regional": "多个网点的自助终端",
    "network_wide": "各地网点的自助终端",
}


def of_outage(scene: Scene) -> dict[str, str]:
    method = wording.METHODS.get(scene.method, "")
    return {
        **_places(scene.region, scene.places, scene.sites),
        **_addresses(scene),
        "scope": _SCOPES.get(scene.scope, "自助终端"),
        "cause": scene.cause,
        "method": method,
        "subject": method or "自助缴费",
        "what": f"自助终端暂停受理{method}" if method else "自助缴费终端暂停服务",
        "sites": f"{scene.sites}个网点",
        "terminals": f"{scene.terminals}台终端",
        "began": wording.moment(scene.began_at),
        "until": wording.until(scene.expected_until, scene.now),
        "expected": expected(scene),
        "restored": wording.moment(scene.restored_at) if scene.restored_at else "",
        "ways": "\n".join(_ways(scene, method)),
        "cash": cash(scene),
        "cash_short": _cash_short(scene),
        "bring": wording.DOCUMENTS,
        "priority": wording.PRIORITY,
    }


def of_maintenance(planned: Planned) -> dict[str, str]:
    return {
        **_places(planned.region, planned.places, planned.sites),
        **_addresses(planned),
        "sites": f"{planned.sites}个网点",
        "work": planned.work.strip(),
        "began": wording.moment(planned.began_at),
        "until": wording.moment(planned.until),
        "ways": f"检修期间请提前或改期办理\n急需缴费请拨打{planned.hotline}，由工作人员告知最近的缴费地点",
        "cash": f"现金请到人工窗口缴纳，不另收费；咨询电话{planned.hotline}",
        "cash_short": "现金请到人工窗口",
        "bring": wording.DOCUMENTS,
        "priority": wording.PRIORITY,
    }


def expected(scene: Scene) -> str:
    """A clause: when it is expected to work again, or that this will be told."""
    if scene.expected_until is None or scene.expected_until <= scene.now:
        return "恢复时间另行公告"
    return f"预计{wording.moment(scene.expected_until)}前恢复"


def cash(scene: Scene) -> str:
    """Where cash is taken. There is always a way and a telephone number, and it never costs more."""
    return f"{_cash_at(scene)}，不另收费；咨询电话{scene.hotline}"


def way(stand: Stand) -> str:
    """For example 黄浦区中心医院人工窗口：一楼大厅3号窗口（12:30—17:30）."""
    name = {"counter": "人工窗口", "online": "线上缴费", "hotline": "应急热线"}.get(stand.kind, "")
    hours = f"（{wording.hours(stand.hours)}）" if stand.hours.strip() else ""
    return f"{stand.site}{name}：{stand.place}{hours}"


def _cash_at(scene: Scene) -> str:
    if scene.restored_at is not None:
        return "自助终端和人工窗口照常收取现金" if scene.takes_cash else "人工窗口照常收取现金"
    if scene.takes_cash and scene.method not in ("", "cash"):
        return "自助终端照常收取现金"
    places = {stand.place for stand in scene.counters}
    if len(places) == 1 and (scene.sites <= 1 or not scene.counters[0].site):
        return f"现金请到{places.pop()}缴纳"
    if scene.counters_everywhere:
        return "现金请到网点人工窗口缴纳"
    if scene.counters:
        return "现金请到设有人工窗口的网点缴纳"
    return "现金请到现场服务台，或来电询问最近的收款窗口"


def _cash_short(scene: Scene) -> str:
    said = _cash_at(scene)
    if len(said) <= LONGEST_PLACES:
        return said
    if scene.restored_at is not None:
        return "现金照常收取"
    return "现金请到人工窗口缴纳" if scene.counters else "现金缴费请来电询问"


def _ways(scene: Scene, method: str) -> list[str]:
    rows = [way(stand) for stand in scene.shown_ways]
    if method:
        rows.insert(0, f"{method}以外的支付方式照常使用")
    if scene.hides_ways:
        rows.append("其他网点的人工窗口和线上办法：见网点公告")
    if scene.scans:
        rows.append("扫码缴费：扫网点公告上的二维码，按提示输入户号")
    return [*rows, f"电话咨询：拨打{scene.hotline}，由工作人员告知最近的缴费地点"]


def _places(region: str, places: tuple[str, ...], sites: int) -> dict[str, str]:
    names = "、".join(places)
    one = places[0] if len(places) == 1 == sites else ""
    return {
        "region": region,
        "area": next((name for name in (one, region) if 0 < len(name) <= LONGEST_AREA), "部分网点"),
        "places": names if len(places) == sites and 0 < len(names) <= LONGEST_PLACES else f"{region}{sites}个网点",
    }


def _addresses(told: Scene | Planned) -> dict[str, str]:
    return {"hotline": told.hotline, "organisation": told.organisation, "url": told.url, "faq": told.faq}
