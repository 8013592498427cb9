"""What a notice says in English of an outage and of maintenance: the values of placeholders. Pure.

Names of places are what they are called on the spot, in Chinese.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from .measuring import width

if TYPE_CHECKING:
    from .scene import Planned, Scene, Stand

METHODS: Final = {"wechat": "WeChat Pay", "alipay": "Alipay", "bank_card": "bank cards", "cash": "cash"}
DOCUMENTS: Final = "ID card and account number (a payment card or recent bill will do)"
PRIORITY: Final = (
    "Elderly or disabled people, pregnant women, people with infants and people who are ill go first; "
    "somebody else may pay for you"
)
#: in full-width characters
LONGEST_PLACES: Final = 20
LONGEST_AREA: Final = 12
_NETWORK: Final = {"全网", "全国"}
_CHECKING: Final = "（原因正在核实）"
_CAUSES: Final = {
    "设备部件故障": "a faulty part",
    "设备损坏": "damaged equipment",
    "设备检修": "equipment repairs",
    "设备安全检查": "a safety check of the equipment",
    "系统安全检查": "a safety check of the system",
    "供电中断": "a power cut",
    "通信线路中断": "a network outage",
    "系统故障": "a system fault",
    "系统设置异常": "a wrong system setting",
    "缴费数据需要核对": "payment records being checked",
    "外部供电或通信中断": "a power or network outage",
}
_SCOPES: Final = {
    "single_point": "a few payment terminals",
    "site_wide": "the payment terminals of a site",
    "regional": "the payment terminals of several sites",
    "network_wide": "payment terminals everywhere",
}


def of_outage(scene: Scene) -> dict[str, str]:
    method = METHODS.get(scene.method, "")
    return {
        **_places(scene.region, scene.places, scene.sites),
        **_addresses(scene),
        "scope": _SCOPES.get(scene.scope, "payment terminals"),
        "cause": cause(scene.cause, method),
        "method": method,
        "subject": method or "self-service payment",
        "what": f"terminals do not take {method}" if method else "payment terminals are out of service",
        "sites": counted(scene.sites, "site"),
        "terminals": counted(scene.terminals, "terminal"),
        "began": moment(scene.began_at),
        "until": _until(scene),
        "expected": expected(scene),
        "restored": moment(scene.restored_at) if scene.restored_at else "",
        "ways": "\n".join(_ways(scene, method)),
        "cash": cash(scene),
        "cash_short": _cash_short(scene),
        "bring": DOCUMENTS,
        "priority": PRIORITY,
    }


def of_maintenance(planned: Planned) -> dict[str, str]:
    return {
        **_places(planned.region, planned.places, planned.sites),
        **_addresses(planned),
        "sites": counted(planned.sites, "site"),
        "work": planned.work.strip(),
        "began": moment(planned.began_at),
        "until": moment(planned.until),
        "ways": (
            "Please pay before or after the maintenance\n"
            f"If it is urgent, call {planned.hotline} and ask for the nearest place to pay"
        ),
        "cash": f"Pay cash at a staffed counter, at no extra charge; questions: {planned.hotline}",
        "cash_short": "Pay cash at a staffed counter",
        "bring": DOCUMENTS,
        "priority": PRIORITY,
    }


def cause(plain: str, method: str = "") -> str:
    """The Chinese words of wording.cause() in English; "a fault" for words that are not known."""
    known = plain.removesuffix(_CHECKING)
    said = f"a fault with {method}" if method else _CAUSES.get(known, "a fault")
    return f"{said} (being checked)" if plain.endswith(_CHECKING) else said


def moment(at: datetime) -> str:
    return f"{at:%H:%M} on {at.day} {at:%B}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def expected(scene: Scene) -> str:
    """A clause: when it is expected to work again, or that this will be told."""
    if scene.expected_until is None or scene.expected_until <= scene.now:
        return "we will announce when it works again"
    return f"it should work again by {moment(scene.expected_until)}"


def cash(scene: Scene) -> str:
    """Where cash is taken. There is always a way and a telephone number, and it never costs more."""
    return f"{_cash_at(scene)}, at no extra charge; questions: {scene.hotline}"


def way(stand: Stand) -> str:
    name = {"counter": "Staffed counter", "online": "Pay online", "hotline": "Hotline"}.get(stand.kind, "")
    where = ", ".join(filter(None, (stand.site, stand.place)))
    hours = f" ({stand.hours.strip()})" if stand.hours.strip() else ""
    return f"{name}: {where}{hours}"


def _until(scene: Scene) -> str:
    if scene.expected_until is None or scene.expected_until <= scene.now:
        return "Repairs are under way; the time will be announced"
    return f"By {moment(scene.expected_until)}"


def _cash_at(scene: Scene) -> str:
    if scene.restored_at is not None:
        return "Terminals and counters take cash as usual" if scene.takes_cash else "Counters take cash as usual"
    if scene.takes_cash and scene.method not in ("", "cash"):
        return "Terminals take cash as usual"
    places = {stand.place for stand in scene.counters}
    if len(places) == 1 and (scene.sites <= 1 or not scene.counters[0].site):
        return f"Pay cash at {places.pop()}"
    if scene.counters_everywhere:
        return "Pay cash at the site's staffed counter"
    if scene.counters:
        return "Pay cash at a site with a staffed counter"
    return "Pay cash at the service desk, or call for the nearest counter"


def _cash_short(scene: Scene) -> str:
    said = _cash_at(scene)
    if width(said) <= LONGEST_PLACES:
        return said
    if scene.restored_at is not None:
        return "Cash is taken as usual"
    return "Pay cash at a staffed counter" if scene.counters else "To pay cash, please call"


def _ways(scene: Scene, method: str) -> list[str]:
    rows = [way(stand) for stand in scene.shown_ways]
    if method:
        rows.insert(0, f"All ways to pay other than {method} work as usual")
    if scene.hides_ways:
        rows.append("Counters and ways to pay at other sites: see the notices there")
    if scene.scans:
        rows.append("Scan to pay: scan the code on the site's notice and enter your account number")
    return [*rows, f"By phone: call {scene.hotline} and ask for the nearest place to pay"]


def _places(region: str, places: tuple[str, ...], sites: int) -> dict[str, str]:
    names = ", ".join(places)
    one = places[0] if len(places) == 1 == sites else ""
    where = "the whole network" if region in _NETWORK else region
    return {
        "region": where,
        "area": next((name for name in (one, where) if 0 < width(name) <= LONGEST_AREA), "several sites"),
        "places": names
        if len(places) == sites and 0 < width(names) <= LONGEST_PLACES
        else f"{counted(sites, 'site')} in {where}",
    }


def _addresses(told: Scene | Planned) -> dict[str, str]:
    return {"hotline": told.hotline, "organisation": told.organisation, "url": told.url, "faq": told.faq}
