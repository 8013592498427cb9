"""The public Atom feed (RFC 4287): an entry for each time that a notice was issued, withdrawn or ran out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from emergency_ops.lib.clock import SHANGHAI

from . import queries, rules, telling
from .queries import Item
from .rendering import absolute
from .rules import State

ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
PATH: Final = "atom.xml"
MOST: Final = 100
#: of a feed that never had an entry
_NEVER: Final = datetime(2000, 1, 1, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a notice, when. state: CURRENT for its issue."""

    item: Item
    state: State
    at: datetime


def feed(language: str, now: datetime) -> bytes:
    found = queries.items(queries.listed().filter(issued_at__gte=now - rules.HISTORY), language, now)
    with override(language):
        return _document(changes(found)[:MOST], language)


def changes(found: Iterable[Item]) -> list[Change]:
    """The newest first. That a notice was replaced is told by the one that took its place."""
    told = []
    for item in found:
        told.append(Change(item, State.CURRENT, item.issued_at))
        if item.state in (State.WITHDRAWN, State.EXPIRED) and item.ended_at:
            told.append(Change(item, item.state, item.ended_at))
    return sorted(told, key=lambda change: (change.at, change.item.pk), reverse=True)


def _document(told: Sequence[Change], language: str) -> bytes:
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": telling.html_language(language)})
    here = absolute(language, PATH)
    _text(root, "id", here)
    _text(root, "title", _("%(organisation)s · 服务状态公告") % {"organisation": settings.ORGANISATION_NAME})
    _text(root, "updated", _time(max((change.at for change in told), default=_NEVER)))
    ElementTree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": absolute(language, "")})
    _text(ElementTree.SubElement(root, "author"), "name", settings.ORGANISATION_NAME)
    for change in told:
        _entry(root, change, language)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(root: ElementTree.Element, change: Change, language: str) -> None:
    item = change.item
    entry = ElementTree.SubElement(root, "entry", {"xml:lang": telling.html_language(item.language)})
    page = absolute(language, f"notices/{item.number}/")
    ended = change.state != State.CURRENT
    state = f"#{change.state}" if ended else ""
    _text(entry, "id", f"{page}{state}")
    word = telling.state_word(item) if ended else telling.kind_word(item)
    _text(entry, "title", f"{word}：{item.words.title}" if language == "zh-hans" else f"{word}: {item.words.title}")
    _text(entry, "published", _time(change.at))
    _text(entry, "updated", _time(change.at))
    ElementTree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
    ElementTree.SubElement(entry, "category", {"term": item.kind})
    _text(entry, "summary", word if ended else item.words.short)
    if not ended:
        _text(entry, "content", _content(item))


def _content(item: Item) -> str:
    words = item.words
    lines = [words.lead, words.until, *words.ways, words.cash, words.bring, words.priority]
    return "\n".join(line for line in lines if line)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = "".join(filter(_is_xml, text))


def _is_xml(char: str) -> bool:
    """Whether XML 1.0 has this character."""
    return char in "\t\n\r" or "\x20" <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char >= "\U00010000"


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
