"""The index of messages as Atom (RFC 4287, paged as RFC 5005 says). Pure; the same entries give the same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .vocabulary import MEDIA_TYPE
from .writing import line, moment, text

ATOM: Final = "http://www.w3.org/2005/Atom"
FEED_TYPE: Final = "application/atom+xml"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Entry:
    """A message. url: of its XML; page: of the notice for people."""

    url: str
    page: str
    title: str
    summary: str
    kind: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """address: of the feed itself, which is its id; links: rel → address of its pages; updated: of the newest message there is."""

    address: str
    title: str
    author: str
    updated: datetime
    links: Mapping[str, str]
    entries: Sequence[Entry]


def xml(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": ATOM, _LANG: "zh-CN"})
    _add(root, "id", feed.address)
    _add(root, "title", line(feed.title))
    _add(root, "updated", moment(feed.updated))
    _add(SubElement(root, "author"), "name", line(feed.author))
    for rel, address in feed.links.items():
        SubElement(root, "link", {"rel": rel, "type": FEED_TYPE, "href": address})
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(element: Element, entry: Entry) -> None:
    _add(element, "id", entry.url)
    _add(element, "title", line(entry.title))
    _add(element, "updated", moment(entry.sent))
    _add(element, "published", moment(entry.sent))
    SubElement(element, "link", {"rel": "alternate", "type": MEDIA_TYPE, "href": entry.url})
    SubElement(element, "link", {"rel": "related", "type": "text/html", "href": entry.page})
    SubElement(element, "category", {"term": entry.kind})
    _add(element, "summary", text(entry.summary))


def _add(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = value
