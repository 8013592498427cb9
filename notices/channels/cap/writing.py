"""An alert as XML. The same alert gives the same bytes, and whatever stands in a field is text there."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from emergency_ops.lib.clock import SHANGHAI

from .alert import Alert, Area, Info
from .vocabulary import NAMESPACE

#: what XML 1.0 cannot hold, not even escaped
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """The value without what XML cannot hold, its lines ended as a parser ends them, without blanks around it."""
    return _ILLEGAL.sub("", value).replace("\r\n", "\n").replace("\r", "\n").strip()


def line(value: str) -> str:
    """The same on one line."""
    return " ".join(text(value).split())


def moment(at: datetime) -> str:
    """2026-01-05T09:30:00+08:00: CAP knows no `Z` and no fractions."""
    return at.astimezone(SHANGHAI).replace(microsecond=0).isoformat()


def xml(alert: Alert) -> bytes:
    root = Element("alert", {"xmlns": NAMESPACE})
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", moment(alert.sent))
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.msg_type)
    _add(root, "scope", alert.scope)
    _add(root, "restriction", line(alert.restriction))
    _add(root, "note", text(alert.note))
    _add(root, "references", " ".join(map(str, alert.references)))
    _add(root, "incidents", line(alert.incident))
    for info in alert.infos:
        _info(SubElement(root, "info"), info)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _info(element: Element, info: Info) -> None:
    _add(element, "language", info.language)
    _add(element, "category", info.category)
    _add(element, "event", line(info.event))
    _add(element, "responseType", info.response)
    _add(element, "urgency", info.urgency)
    _add(element, "severity", info.severity)
    _add(element, "certainty", info.certainty)
    for name, at in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        _add(element, name, moment(at) if at else "")
    _add(element, "senderName", line(info.sender_name))
    _add(element, "headline", line(info.headline))
    _add(element, "description", text(info.description))
    _add(element, "instruction", text(info.instruction))
    _add(element, "web", line(info.web))
    _add(element, "contact", line(info.contact))
    _pairs(element, "parameter", info.parameters)
    for area in info.areas:
        _area(SubElement(element, "area"), area)


def _area(element: Element, area: Area) -> None:
    _add(element, "areaDesc", line(area.description))
    for latitude, longitude, radius in area.circles:
        _add(element, "circle", f"{latitude:.5f},{longitude:.5f} {radius:.1f}")
    _pairs(element, "geocode", [("GB/T 2260", code) for code in area.geocodes])


def _pairs(parent: Element, name: str, pairs: Iterable[tuple[str, str]]) -> None:
    for key, value in pairs:
        if shown := line(value):
            element = SubElement(parent, name)
            _add(element, "valueName", key)
            _add(element, "value", shown)


def _add(parent: Element, name: str, value: str) -> None:
    """Nothing is said of what is empty."""
    if value:
        SubElement(parent, name).text = value
