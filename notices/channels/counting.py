"""How long texts are, and how they are shortened. Pure."""

import re
from collections.abc import Callable

Length = Callable[[str], int]

WEIBO_MOST = 140
#: a link is shown as a short one of twenty letters; whether the limit is checked before or after is not written down, so the longer counts
_LINK_HALVES = 20
LINKS = re.compile(r"https?://[!-~]+")
ELLIPSIS = "…"
#: what is never cut apart: numbers with what they count, times, dates, telephone numbers, words in letters
_PIECES = re.compile(r"(?:[0-9A-Za-z][0-9A-Za-z:.,/%+—–~-]*[年月日时点分秒号路台个家元人处岁天周%]*)+|.", re.DOTALL)
_ENDS = "。！？；!?;"
_CLAUSES = "，；,;"
_PAUSES = "，、：,: "


def weibo_length(text: str) -> int:
    """In Chinese characters, rounded up: one of Latin-1 counts half, one beyond the basic plane double, a link at least ten."""
    links = sum(max(_LINK_HALVES, len(link)) for link in LINKS.findall(text))
    return (links + sum(map(_halves, LINKS.sub("", text))) + 1) // 2


def characters(text: str) -> int:
    return len(text)


def shorten(text: str, most: int, length: Length = characters) -> str:
    """At most so long: to the end of a sentence, else of a clause, where that leaves more than half, else between two words.

    Never in the middle of a number, a time or a date.
    """
    if length(text) <= most:
        return text
    pieces = _PIECES.findall(text)
    sentence = _fitting(pieces, most, length)
    end = max(sentence.rfind(mark) for mark in _ENDS)
    if end >= 0 and length(sentence[: end + 1]) * 2 > most:
        return sentence[: end + 1]
    words = _fitting(pieces, most - length(ELLIPSIS), length)
    pause = max(words.rfind(mark) for mark in _CLAUSES)
    if pause >= 0 and length(words[:pause]) * 2 > most:
        words = words[:pause]
    words = words.rstrip(_PAUSES + _ENDS)
    return words + ELLIPSIS if words else ""


def _fitting(pieces: list[str], most: int, length: Length) -> str:
    text = ""
    for piece in pieces:
        if length(text + piece) > most:
            break
        text += piece
    return text


def _halves(character: str) -> int:
    if ord(character) < 0x100:
        return 1
    return 2 if ord(character) < 0x10000 else 4
