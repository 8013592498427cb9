"""Chinese typesetting that WeasyPrint does not do by itself: what must not be torn apart at the end of a line."""

import re
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: U+2060: no width, and no line ends at it
JOINER: Final = "\u2060"
#: an ASCII character's width, in ems of the font
NARROW: Final = 0.56
#: times and spans of time, dates, counts with their unit, telephone numbers
KEPT_TOGETHER: Final = re.compile(
    r"\d{1,2}:\d{2}(?:—\d{1,2}:\d{2})?|(?:\d{4}年)?\d{1,2}月\d{1,2}日|约?\d+(?:\.\d+)?(?:公里|台|个|号|米|份)|\d[\d-]{4,18}\d"
)
#: a last line is never shorter than this many characters
LAST_LINE: Final = 4
#: never the first of a line
CLOSING: Final = "，。、；：！？）》」”’—"
_PARENTHESES: Final = re.compile(r"(?=（)|(?<=）)")


def width(text: str) -> float:
    """About how wide a text is set, in ems."""
    return sum(NARROW if character.isascii() else 1.0 for character in text)


def typeset(text: str, line: float) -> str:
    """The text with word joiners wherever a line of this width (in ems) must not end; unchanged if it fits on one line."""
    if width(text) <= line:
        return text
    pieces, position = [], 0
    for start, end in _stretches(text):
        pieces += [text[position:start], JOINER.join(text[start:end])]
        position = end
    return "".join([*pieces, text[position:]])


def name(text: str, line: float) -> str:
    """A name in large type, broken before and after parentheses rather than inside where that fits the line."""
    pieces = _PARENTHESES.split(text)
    return "".join(JOINER.join(piece) if width(piece) <= line else piece for piece in pieces)


def address(text: str) -> SafeString:
    """A web address, broken before its path if at all."""
    host, slash, path = text.partition("/")
    return mark_safe(f"{escape(host)}<wbr>{escape(slash + path)}")  # noqa: S308 - both parts are escaped


def _stretches(text: str) -> list[tuple[int, int]]:
    found = [match.span() for match in KEPT_TOGETHER.finditer(text)]
    if len(text) > LAST_LINE:
        tail = len(text) - LAST_LINE
        while tail and text[tail] in CLOSING:
            tail -= 1
        while found and found[-1][1] > tail:
            tail = min(tail, found.pop()[0])
        found.append((tail, len(text)))
    return found
