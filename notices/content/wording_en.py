"""What a notice says in English: the same rows as wording.py, for people who do not read Chinese. Pure.

Names of places and people stay as they are written on the doors and on the plan: in Chinese.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from .wording import MOST_WAYS, Neighbour, Outage, Place, Way

METHODS: Final = {"wechat": "WeChat Pay", "alipay": "Alipay", "bank_card": "bank card", "cash": "cash"}
SERVICES: Final = {
    "水费": "water", "电费": "electricity", "燃气费": "gas", "热力费": "heating", "供暖费": "heating", "话费": "telephone",
    "有线电视费": "cable TV", "停车费": "parking", "挂号费": "registration", "门诊费": "outpatient fees", "住院费": "hospital fees",
    "学费": "tuition", "餐费": "meals", "社保费": "social insurance", "医保费": "medical insurance", "税费": "taxes",
}  # fmt: skip
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DOCUMENTS: Final = "ID card or passport, and your account number"
PRIORITY: Final = "Elderly, disabled, pregnant and unwell people and small children go first"
FAQ: Final = "Scan the small code at the foot, or call the hotline"

_PARTS: Final = "a device fault"
_POWER: Final = "a power failure"
_LINE: Final = "a communication line failure"
_SYSTEM: Final = "a system fault"
_SETTINGS: Final = "a settings error"
_RECORDS: Final = "a check of payment records"
_BY_CAUSE: Final = {
    "BOX_MISSING": "damage to the device", "BOX_TAMPER": "damage to the device", "BOARD_MISSING": "damage to the device",
    "DOOR_TAMPER": "damage to the device", "DOOR_OPEN": "maintenance", "fraudAttempt": "a security check of the device",
    "potentialFraud": "a security check of the device", "INTRUSION": "a security check of the system",
    "MAINS_LOST": _POWER, "UPS_LOW": _POWER, "UPS_EMPTY": _POWER, "PSU_FAIL": _POWER, "powerOff": _POWER, "power": _POWER,
    "NET_DOWN": _LINE, "NET_FLAP": _LINE, "network:down": _LINE, "line": _LINE,
    "APP_DOWN": _SYSTEM, "DB_DOWN": _SYSTEM, "version": _SYSTEM,
    "BALANCE_WRONG": _RECORDS, "RECORD_WRONG": _RECORDS, "RECORD_DELETED": _RECORDS, "PARAM_WRONG": _SETTINGS,
}  # fmt: skip
_BY_CATEGORY: Final = {
    "hardware": _PARTS,
    "software": _SYSTEM,
    "external": "an outside power or line failure",
    "human": _SETTINGS,
}


def content(
    outage: Outage, place: Place, ways: Sequence[Way], neighbour: Neighbour | None, *, hotline: str, now: datetime
) -> dict[str, Any]:
    """{"title", "lead", "facts": [[label, text]], "ways": [[label, text]]}. Local datetimes are expected."""
    return {
        "title": title(outage),
        "lead": lead(outage, place),
        "facts": facts(outage, place, now),
        "ways": [[label, text] for label, text in alternatives(outage, place, ways, neighbour, hotline)],
    }


def title(outage: Outage) -> str:
    method = METHODS.get(outage.payment_method)
    return f"{_first_upper(method)} not accepted for now" if method else "Terminals not working"


def lead(outage: Outage, place: Place) -> str:
    method = METHODS.get(outage.payment_method)
    if method:
        what = f"the terminals here do not take {method}; other ways of paying work as usual"
    else:
        what = f"{_share(place)} out of service"
    reach = ""
    if outage.affected_sites > 1 and outage.scope in ("regional", "network_wide"):
        where = "nationwide" if outage.scope == "network_wide" else f"in {outage.region}"
        reach = f" {outage.affected_sites} sites {where} are affected."
    return f"Because of {cause(outage)}, {what}.{reach} We apologise."


def cause(outage: Outage) -> str:
    if method := METHODS.get(outage.payment_method):
        plain = f"a fault of {method}"
    else:
        plain = (
            _BY_CAUSE.get(outage.cause) or _BY_CAUSE.get(outage.grouping) or _BY_CATEGORY.get(outage.category, _SYSTEM)
        )
    return plain if outage.is_confirmed else f"{plain} (being verified)"


def facts(outage: Outage, place: Place, now: datetime) -> list[list[str]]:
    method = METHODS.get(outage.payment_method)
    return [
        ["Devices", terminals(place)],
        ["Suspended", f"paying by {method}" if method else services(place.services)],
        ["Since", moment(outage.began_at)],
        ["Expected back", until(outage.expected_until, now)],
    ]


def terminals(place: Place) -> str:
    count = len(place.stopped)
    if place.is_whole:
        return "the only terminal here" if count == 1 else f"all {count} terminals"
    noun = "terminal" if count == 1 else "terminals"
    if count > 6:
        return f"{count} {noun}; see the note on each"
    return f"{count} {noun} (No. {', '.join(label.removesuffix('号') for label in place.stopped)})"


def services(names: Sequence[str]) -> str:
    if not names:
        return "self-service payment, enquiry and printing"
    shown = ", ".join(SERVICES.get(name, name) for name in names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


def moment(at: datetime) -> str:
    return f"{at:%H:%M}, {at.day} {MONTHS[at.month - 1]}"


def date(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def until(at: datetime | None, now: datetime) -> str:
    if at is None or at <= now:
        return "under repair; the time will be announced"
    return f"before {moment(at)}"


def hours(text: str) -> str:
    if text.strip() == "00:00-24:00":
        return "day and night"
    return text.strip().replace("-", "–").replace(",", ", ").replace(";", "; ")


def alternatives(
    outage: Outage, place: Place, ways: Sequence[Way], neighbour: Neighbour | None, hotline: str
) -> list[tuple[str, str]]:
    """The same rows in the same order as in Chinese, but for the pointer to answers: the hotline stands below them."""
    rows = [_substitute(way, place) for way in ways if way.kind != "hotline"][:MOST_WAYS]
    if outage.is_drill:
        rows.append(("Scan", "drill sample: the code cannot be used to pay"))
    elif place.code_is_dead:
        rows.append(("Scan", "the code below shows how you can pay now"))
    else:
        rows.append(("Scan to pay", "scan the code below, at any time"))
    if text := still_working(outage, place):
        rows.append(("Still working", text))
    rows.append(("Cash", cash(outage, place, ways, neighbour, hotline)))
    if neighbour:
        where = ", ".join(filter(None, (neighbour.address, f"about {neighbour.km:.1f} km")))
        rows.append(("Nearest site", f"{neighbour.name} ({where})"))
    return [*rows, ("Please bring", DOCUMENTS), ("Priority", PRIORITY)]


def cash(outage: Outage, place: Place, ways: Sequence[Way], neighbour: Neighbour | None, hotline: str) -> str:
    counter = next((way for way in ways if way.kind == "counter"), None)
    if counter:
        where = f"at {counter.place}"
    elif "cash" in place.methods and outage.payment_method not in ("", "cash"):
        where = "the terminals take cash as usual"
    elif "cash" in place.methods and place.running and not outage.payment_method:
        where = f"at the other {place.running} terminals here"
    elif neighbour:
        where = "at the nearest site, below"
    else:
        where = "ask the staff on site"
    number = next((way.place for way in ways if way.kind == "hotline" and way.place), hotline)
    return f"{where}; no extra charge; call {number}"


def still_working(outage: Outage, place: Place) -> str:
    if outage.payment_method:
        others = [METHODS[method] for method in place.methods if method != outage.payment_method and method in METHODS]
        return ", ".join(others)
    if not place.running:
        return ""
    methods = ", ".join(METHODS[method] for method in place.methods if method in METHODS)
    noun = "terminal" if place.running == 1 else "terminals"
    return f"{place.running} other {noun} ({methods})" if methods else f"{place.running} other {noun}"


def _share(place: Place) -> str:
    if place.is_whole:
        return "all payment terminals at this site are"
    return (
        "1 payment terminal here is" if len(place.stopped) == 1 else f"{len(place.stopped)} payment terminals here are"
    )


def _substitute(way: Way, place: Place) -> tuple[str, str]:
    if way.kind == "counter":
        return "Counter", f"{way.place} ({hours(way.hours or place.hours)})"
    return "Online", f"{way.place} ({hours(way.hours)})" if way.hours else way.place


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
