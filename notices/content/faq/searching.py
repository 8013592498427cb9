"""The public search: words, pinyin, keywords, and whole questions typed the way people ask. Pure.

There are tens of answers, not thousands: they are read once and looked through here, which finds 二维码 in 扫二维码安全吗 as
well as a sentence that shares only parts with a question.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resources.network.pinyin import pinyin_key

#: what is searched for is no longer than this
LONGEST: Final = 100
MOST_WORDS: Final = 8
_PINYIN: Final = 800
_SPLIT: Final = re.compile(r"[\W_]+")
_CHINESE: Final = re.compile(r"[㐀-鿿]")
#: a pair of characters that more than this share of the answers has says nothing (怎么, 缴费)
_COMMON: Final = 0.34
#: so much of a sentence must be found for an answer to be near it
_NEAR: Final = 0.2


@dataclass(frozen=True, slots=True)
class Searchable:
    """An answer as it is looked through. question and answer are in the language of the page."""

    key: int
    question: str
    answer: str
    keywords: str
    pinyin: str


@dataclass(frozen=True, slots=True)
class Found:
    """Keys, best first. is_near: no answer has all the words; these come near."""

    keys: Sequence[int]
    is_near: bool = False


def searchable_pinyin(*texts: str) -> str:
    """Each run of characters as its syllables and as its first letters: "怎样缴费" -> "zenyangjiaofei zyjf"."""
    runs = (run for text in texts for run in _SPLIT.split(text) if _CHINESE.search(run))
    return " ".join(dict.fromkeys(pinyin_key(run) for run in runs))[:_PINYIN]


def search(entries: Sequence[Searchable], text: str) -> Found:
    """Answers that have every word; where there is none, those that come near. In the order given where nothing tells them apart."""
    wanted = words_of(text)
    if not wanted:
        return Found(())
    plain = [_plain(entry) for entry in entries]
    exact = _ranked((one.key, _all_words(one, wanted)) for one in plain)
    return Found(exact) if exact else Found(_near(plain, wanted), is_near=True)


def words_of(text: str) -> list[str]:
    return [word for word in _SPLIT.split(_folded(text[:LONGEST])) if word][:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class _Plain:
    """An answer in small letters of one width."""

    key: int
    question: str
    answer: str
    keywords: tuple[str, ...]
    pinyin: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "\n".join((self.question, self.answer, *self.keywords))


@lru_cache(maxsize=1024)
def _plain(entry: Searchable) -> _Plain:
    """Kept, for anybody may search as often as they like."""
    keywords = tuple(word for word in _SPLIT.split(_folded(entry.keywords)) if word)
    return _Plain(entry.key, _folded(entry.question), _folded(entry.answer), keywords, tuple(entry.pinyin.split()))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _all_words(one: _Plain, wanted: Sequence[str]) -> float:
    scores = [_score(one, word) for word in wanted]
    return sum(scores) if all(scores) else 0.0


def _score(one: _Plain, word: str) -> float:
    """How well a word is found: in the question, as a keyword, in the answer, by its pinyin."""
    if word in one.question:
        return 8.0
    if word in one.keywords:
        return 6.0
    if any(word in key for key in one.keywords):
        return 4.0
    if inside := sum(len(key) for key in one.keywords if len(key) > 1 and key in word and _CHINESE.search(key)):
        return min(7.0, 2.0 + inside / 2)
    if word in one.answer:
        return 2.0
    return _sound(one.pinyin, word) if word.isascii() and word.isalpha() else 0.0


def _sound(tokens: Sequence[str], word: str) -> float:
    """Whole runs before parts of them; two letters only where a run begins with them."""
    if word in tokens:
        return 3.0
    begins = len(word) > 1 and any(token.startswith(word) for token in tokens)
    return 1.5 if begins or (len(word) > 2 and any(word in token for token in tokens)) else 0.0


def _near(plain: Sequence[_Plain], wanted: Sequence[str]) -> list[int]:
    """By pairs of characters that few answers have, and by any word of those that are looked for."""
    wholes = {one.key: one.whole for one in plain}
    asked = {pair for word in wanted for pair in _pairs(word)}
    having = {pair: {key for key, whole in wholes.items() if pair in whole} for pair in asked}
    telling = {pair: keys for pair, keys in having.items() if 0 < len(keys) <= max(1, _COMMON * len(plain))}
    total = sum(1 / len(keys) for keys in telling.values()) or 1.0

    def nearness(one: _Plain) -> float:
        share = sum(1 / len(keys) for keys in telling.values() if one.key in keys) / total
        some = sum(_score(one, word) for word in wanted if len(word) > 1) / (8.0 * len(wanted))
        return max(share, some) if max(share, some) >= _NEAR else 0.0

    return _ranked((one.key, nearness(one)) for one in plain)


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1) if _CHINESE.search(text[n]) and _CHINESE.search(text[n + 1])}


def _ranked(scores: Iterable[tuple[int, float]]) -> list[int]:
    return [key for key, score in sorted(scores, key=lambda pair: -pair[1]) if score > 0]
