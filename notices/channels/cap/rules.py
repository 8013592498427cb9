"""The rules of CAP 1.2 that its schema does not insist on. Pure: a tree in, findings out.

An error is what the specification says must be, or what receivers refuse; an advice is what it says should be.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from . import structure
from .alert import Reference
from .findings import Finding
from .structure import Node, child, content, name_of, number_of, placed, time_of
from .vocabulary import NAMESPACE, REFERRING

#: identifier and sender: no blank, comma, `<` or `&`
NAME: Final = re.compile(r"[^\s,<&]+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SHA1: Final = re.compile(r"[0-9a-fA-F]{40}")
HEADLINE: Final = 160


def check(root: Node) -> list[Finding]:
    """All that is wrong, errors of structure first. What is not a CAP message at all is one finding."""
    found = structure.check(root)
    if root.tag != f"{{{NAMESPACE}}}alert":
        return found
    found.extend(_message(root))
    for path, node in placed(root):
        if name_of(node) == "info":
            found.extend(_info(root, node, path))
    return found


def errors(root: Node) -> list[Finding]:
    return [finding for finding in check(root) if finding.is_error]


def _message(root: Node) -> Iterator[Finding]:
    kind, scope, status = (content(child(root, name)) for name in ("msgType", "scope", "status"))
    for name in ("identifier", "sender"):
        text = child(root, name)
        if text is not None and text.text and not NAME.fullmatch(text.text):
            yield Finding(name, _("不能含有空白、逗号、< 或 &。"))
    yield from _references(root, kind)
    for wanted, name in (("Restricted", "restriction"), ("Private", "addresses")):
        if scope == wanted and not content(child(root, name)):
            yield Finding(name, _("scope 为 %(scope)s 时必须填写。"), params={"scope": scope})
    if (status == "Exercise" or kind == "Error") and not content(child(root, "note")):
        yield Finding("note", _("演练应在此写明演练编号，Error 消息应在此写明原因。"), is_error=False)
    if kind in ("Alert", "Update") and child(root, "info") is None:
        yield Finding("info", _("没有 info，接收方没有内容可以显示。"), is_error=False)


def _references(root: Node, kind: str) -> Iterator[Finding]:
    parts = content(child(root, "references")).split()
    if kind in REFERRING and not parts:
        yield Finding("references", _("%(kind)s 消息必须写明所指的消息。"), params={"kind": kind})
    own = content(child(root, "sender")), content(child(root, "identifier"))
    for part in parts:
        reference = _reference(part)
        if reference is None:
            yield Finding(
                "references", _("“%(part)s”有误，应为“sender,identifier,sent”，多条以空格分隔。"), params={"part": part}
            )
        elif (reference.sender, reference.identifier) == own:
            yield Finding("references", _("不能指向消息自己。"))


def _reference(part: str) -> Reference | None:
    try:
        reference = Reference.parse(part)
    except ValueError:
        return None
    well_made = NAME.fullmatch(reference.sender) and NAME.fullmatch(reference.identifier) and time_of(reference.sent)
    return reference if well_made else None


def _info(root: Node, info: Node, path: str) -> Iterator[Finding]:
    yield from _times(root, info, path)
    language = content(child(info, "language"))
    if not language:
        yield Finding(f"{path}/language", _("没有写明语言，接收方会当作 en-US。"), is_error=False)
    elif not _LANGUAGE.fullmatch(language):
        yield Finding(f"{path}/language", _("“%(value)s”不是语言标记，应如 zh-CN。"), params={"value": language})
    if (web := content(child(info, "web"))) and not _is_absolute(web):
        yield Finding(f"{path}/web", _("应为完整网址。"))
    if len(content(child(info, "headline"))) > HEADLINE:
        yield Finding(
            f"{path}/headline", _("标题超过 %(most)d 字，部分接收方会截断。"), is_error=False, params={"most": HEADLINE}
        )
    responses = [content(node) for node in info if name_of(node) == "responseType"]
    if "AllClear" in responses and content(child(info, "urgency")) != "Past":
        yield Finding(f"{path}/urgency", _("responseType 为 AllClear 时应为 Past。"), is_error=False)
    if child(info, "area") is None:
        yield Finding(f"{path}/area", _("没有写明区域，接收方无法判断是否与己有关。"), is_error=False)
    for where, node in placed(info, f"{path}/"):
        yield from _part(node, where)


def _times(root: Node, info: Node, path: str) -> Iterator[Finding]:
    sent, expires, onset = (
        time_of(content(node)) for node in (child(root, "sent"), child(info, "expires"), child(info, "onset"))
    )
    if content(child(root, "msgType")) in ("Alert", "Update") and child(info, "expires") is None:
        yield Finding(f"{path}/expires", _("没有失效时间，接收方会一直显示。"), is_error=False)
    if sent and expires and expires < sent:
        yield Finding(f"{path}/expires", _("失效时间早于发送时间。"))
    if onset and expires and expires < onset:
        yield Finding(f"{path}/onset", _("开始时间晚于失效时间。"), is_error=False)


def _part(node: Node, path: str) -> Iterator[Finding]:
    kind = name_of(node)
    if kind == "resource":
        yield from _resource(node, path)
    if kind != "area":
        return
    if child(node, "ceiling") is not None and child(node, "altitude") is None:
        yield Finding(f"{path}/ceiling", _("有 ceiling 时必须有 altitude。"))
    if not any(child(node, name) is not None for name in ("polygon", "circle", "geocode")):
        yield Finding(path, _("区域只有文字，没有代码或坐标。"), is_error=False)
    for where, one in placed(node, f"{path}/"):
        if name_of(one) == "circle" and not _is_circle(content(one)):
            yield Finding(where, _("应为“纬度,经度 半径（公里）”。"))
        if name_of(one) == "polygon" and not _is_polygon(content(one)):
            yield Finding(where, _("应为至少四个“纬度,经度”，首尾相同。"))


def _resource(node: Node, path: str) -> Iterator[Finding]:
    size, digest = content(child(node, "size")), content(child(node, "digest"))
    if size and not re.fullmatch(r"[+-]?\d+", size, re.ASCII):
        yield Finding(f"{path}/size", _("应为整数（字节）。"))
    if digest and not _SHA1.fullmatch(digest):
        yield Finding(f"{path}/digest", _("应为 SHA-1（40 位十六进制）。"))


def _is_absolute(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not re.search(r"\s", address)


def _is_circle(text: str) -> bool:
    point, _blank, radius = text.partition(" ")
    size = number_of(radius)
    return _point(point) is not None and size is not None and size >= 0


def _is_polygon(text: str) -> bool:
    points = [_point(part) for part in text.split()]
    return len(points) >= 4 and None not in points and points[0] == points[-1]


def _point(text: str) -> tuple[float, float] | None:
    latitude, _comma, longitude = text.partition(",")
    found = number_of(latitude), number_of(longitude)
    if found[0] is None or found[1] is None or not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        return None
    return found[0], found[1]
