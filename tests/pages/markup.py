"""What can be read from a page's HTML without a browser: its outline, its names, what leaked into it."""

import re
from collections import Counter
from html.parser import HTMLParser

#: what Python prints for nothing; on an English page it may be a word
NOTHING = re.compile(r"\bNone\b")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "noscript"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LEAKS = re.compile(r"\{\{|\{%|&(?:lt|amp|quot|#39);|\bUndefined\b")


class Node:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent, self.children = tag, dict(attrs), parent, []

    def walk(self):
        """All elements below, in order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def texts(self, skip=lambda node: False):
        """Everything that is written or said below: text, alternatives, labels, hints."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in SILENT and not skip(child):
                yield from (child.attrs[name] for name in SAID if child.attrs.get(name))
                if child.tag == "input" and child.attrs.get("type") in {"submit", "button"}:
                    yield child.attrs.get("value") or ""
                yield from child.texts(skip)

    def said(self):
        return " ".join(" ".join(self.texts()).split())

    def above(self):
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def __str__(self):
        attrs = " ".join(
            f'{name}="{value}"' for name, value in self.attrs.items() if name in {"id", "name", "class", "href"}
        )
        return f"<{self.tag} {attrs}>"


SAID = ("aria-label", "alt", "title", "placeholder")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.at = Node("", (), None)

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, attrs, self.at))

    def handle_endtag(self, tag):
        node = self.at
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.at = node.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(html):
    reader = _Reader()
    reader.feed(html)
    return reader.root


def faults(root):
    """Everything that is wrong with the page, in words."""
    every = list(root.walk())
    by_tag = Counter(node.tag for node in every)
    if by_tag["h1"] != 1:
        yield f"{by_tag['h1']} h1"
    if by_tag["main"] != 1:
        yield f"{by_tag['main']} main"
    page = next((node for node in every if node.tag == "html"), None)
    if page is None or not page.attrs.get("lang"):
        yield "no lang"
    title = next((node for node in every if node.tag == "title"), None)
    if title is None or not title.said():
        yield "no title"
    ids = Counter(node.attrs["id"] for node in every if node.attrs.get("id"))
    yield from (f"id {name} is there {times} times" for name, times in ids.items() if times > 1)
    yield from _jumps(every)
    yield from _unnamed(every, ids)
    yield from (
        f"a clock is read out: {node}" for node in every if _is_clock(node) and any(map(_is_live, node.above()))
    )
    nothing = page is not None and page.attrs.get("lang", "").startswith("zh")
    for text in root.texts():
        if LEAKS.search(text) or (nothing and NOTHING.search(text)):
            yield f"leak: {text.strip()[:80]}"


def _is_clock(node):
    return "clock__time" in (node.attrs.get("class") or "").split()


def _is_live(node):
    return node.attrs.get("aria-live") in {"polite", "assertive"} or node.attrs.get("role") in {
        "status",
        "alert",
        "log",
    }


def _jumps(every):
    level = 0
    for node in every:
        if node.tag in HEADINGS:
            here = int(node.tag[1])
            if here > level + 1:
                yield f"{node.tag} after h{level}: {node.said()[:40]}"
            level = here


def _unnamed(every, ids):
    labelled = {node.attrs["for"] for node in every if node.tag == "label" and node.attrs.get("for") and node.said()}
    for node in every:
        named = node.attrs.get("aria-label") or node.attrs.get("aria-labelledby") in ids
        if _is_operable(node) and not named and not node.said():
            yield f"empty {node}"
        within = any(above.tag == "label" and above.said() for above in node.above())
        if _is_field(node) and not (named or within or node.attrs.get("id") in labelled):
            yield f"no label: {node}"
        if node.tag == "img" and "alt" not in node.attrs:
            yield f"no alt: {node}"
        if (node.attrs.get("tabindex") or "0").lstrip("-").isdecimal() and int(node.attrs.get("tabindex") or 0) > 0:
            yield f"positive tabindex: {node}"


def _is_operable(node):
    return node.tag in {"button", "summary"} or (node.tag == "a" and "href" in node.attrs)


def _is_field(node):
    silent = {"hidden", "submit", "button", "reset", "image"}
    return node.tag in {"select", "textarea"} or (node.tag == "input" and node.attrs.get("type", "text") not in silent)
