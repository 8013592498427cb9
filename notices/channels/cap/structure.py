"""Whether a tree is made as CAP 1.2 lays it down: which elements, how often, in which order, with which values. Pure.

What the schema checks, and that required texts are not empty and times have no `Z` and no fractions.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from .findings import Finding
from .vocabulary import CHILDREN, NAMESPACE, REPEATED, REQUIRED, SIGNATURE, TIMES, VALUES

Node = Element
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_NUMBERS: Final = frozenset({"altitude", "ceiling"})
#: may be left out, but not be there without a value
_FILLED: Final = frozenset({*VALUES, *TIMES, *_NUMBERS, "language", "size", "references"})
_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"


def check(root: Node) -> list[Finding]:
    """Empty for a well-made message."""
    if root.tag != f"{{{NAMESPACE}}}alert":
        return [
            Finding(
                "alert", _("根元素不是 CAP 1.2 的 alert（命名空间 %(namespace)s）。"), params={"namespace": NAMESPACE}
            )
        ]
    return list(_container(root, "alert", ""))


def name_of(node: Node) -> str:
    """The local name of a CAP element; other elements keep their namespace."""
    return node.tag.removeprefix(f"{{{NAMESPACE}}}")


def content(node: Node | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def child(node: Node, name: str) -> Node | None:
    return node.find(f"{{{NAMESPACE}}}{name}")


def placed(node: Node, above: str = "") -> Iterator[tuple[str, Node]]:
    """The children with their paths: info[1], info[2], …"""
    seen: Counter[str] = Counter()
    for one in node:
        name = name_of(one)
        seen[name] += 1
        yield f"{above}{name}" + (f"[{seen[name]}]" if name in REPEATED else ""), one


def time_of(text: str) -> datetime | None:
    """The moment, None for a text that is no time of CAP."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _container(node: Node, kind: str, above: str) -> Iterator[Finding]:
    here = above.removesuffix("/") or kind
    yield from _own(node, here)
    if content(node) or any((one.tail or "").strip() for one in node):
        yield Finding(here, _("这个元素只能包含子元素，不能直接写文字。"))
    names = [name_of(one) for one in node]
    for name in REQUIRED[kind]:
        if name not in names:
            yield Finding(f"{above}{name}", _("缺少必填元素。"))
    yield from _order(names, kind, above)
    for path, one in placed(node, above):
        if name_of(one) in CHILDREN[kind]:
            yield from _child(one, path, name_of(one) in REQUIRED[kind])


def _order(names: list[str], kind: str, above: str) -> Iterator[Finding]:
    known = CHILDREN[kind]
    last = -1
    for name, times in Counter(names).items():
        if name not in known and not (kind == "alert" and name.startswith(f"{{{SIGNATURE}}}")):
            yield Finding(f"{above}{name}", _("CAP 1.2 在此处没有这个元素。"))
        elif times > 1 and name in known and name not in REPEATED:
            yield Finding(f"{above}{name}", _("只能出现一次。"))
    for name in names:
        rank = known.index(name) if name in known else len(known)
        if rank < last:
            yield Finding(
                f"{above}{name}",
                _("顺序有误：应在 %(before)s 之前。"),
                params={"before": known[last] if last < len(known) else "Signature"},
            )
        last = max(last, rank)


def _child(node: Node, path: str, required: bool) -> Iterator[Finding]:
    name = name_of(node)
    if name in CHILDREN:
        yield from _container(node, name, f"{path}/")
        return
    yield from _own(node, path)
    text = content(node)
    if len(node):
        yield Finding(path, _("只能包含文字，不能包含子元素。"))
    elif not text and (required or name in _FILLED):
        yield Finding(path, _("元素没有内容。"))
    elif text:
        yield from _value(name, node.text or "", path)


def _value(name: str, text: str, path: str) -> Iterator[Finding]:
    if name in VALUES and text not in VALUES[name]:
        yield Finding(
            path,
            _("“%(value)s”不在允许的取值中：%(allowed)s。"),
            params={"value": text, "allowed": ", ".join(VALUES[name])},
        )
    elif name in TIMES and time_of(text.strip()) is None:
        yield Finding(
            path,
            _("时间“%(value)s”的写法有误，应如 2026-01-05T09:30:00+08:00：不用 Z，不写小数秒。"),
            params={"value": text},
        )
    elif name in _NUMBERS and number_of(text.strip()) is None:
        yield Finding(path, _("“%(value)s”不是数字。"), params={"value": text})


def _own(node: Node, path: str) -> Iterator[Finding]:
    for attribute in node.attrib:
        if not attribute.startswith(_XSI):
            yield Finding(path, _("CAP 1.2 的元素没有属性 %(name)s。"), params={"name": attribute})
