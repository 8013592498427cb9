"""Chinese typesetting that WeasyPrint does not do by itself: what must not be torn apart at the end of a line."""

import re
from collections.abc import Sequence
from math import ceil
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
#: never the last of a line
_OPENING: Final = "（《「“‘"
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


def balanced(text: str, line: float, words: Sequence[str]) -> str:
    """A heading in lines of about the same length, none of which ends inside one of these words where that can be helped.

    Unchanged where it fits on one line, or has spaces to be broken at.
    """
    lines = ceil(width(text) / line)
    if lines < 2 or " " in text:
        return text
    torn = {at for word in words for start in _places(text, word) for at in range(start + 1, start + len(word))}
    torn |= {at for at in range(1, len(text)) if text[at] in CLOSING or text[at - 1] in _OPENING or _is_one(text, at)}
    pieces, start = [], 0
    for left in range(lines, 1, -1):
        wanted = width(text[start:]) / left
        ends = [at for at in range(start + 1, len(text)) if width(text[start:at]) <= line]
        end = min(ends, key=lambda at: (at in torn) * line + abs(width(text[start:at]) - wanted), default=len(text))
        pieces.append(text[start:end])
        start = end
    return "".join(JOINER.join(piece) for piece in [*pieces, text[start:]])


def address(text: str) -> SafeString:
    """A web address, broken before its path if at all."""
    host, slash, path = text.partition("/")
    return mark_safe(f"{escape(host)}<wbr>{escape(slash + path)}")  # noqa: S308 - both parts are escaped


def _places(text: str, word: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(word, at)]


def _is_one(text: str, at: int) -> bool:
    """Whether a number or a Latin word stands across this place."""
    return all(character.isascii() and character.isalnum() for character in text[at - 1 : at + 1])


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
