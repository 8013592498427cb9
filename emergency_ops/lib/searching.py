"""Searching everything by one line of text: how a text is read, how well something matches, and the sources that slices register.

The decisions are pure. A source brings what it finds itself, in one query, within what the person may see.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, Final

from django.utils.functional import Promise

#: what is searched for is no longer than this, in characters and in words
LONGEST: Final = 60
MOST_WORDS: Final = 4
#: hits of one source that are shown; whoever wants more goes to its list
SHOWN: Final = 8


class Tier(IntEnum):
    """How well something matches; the smaller, the better."""

    CODE = 0
    PREFIX = 1
    INITIALS = 2
    SUBSTRING = 3


@dataclass(frozen=True)
class Query:
    """A text that is searched for, in small letters of one width, split into words, all of which have to match."""

    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text)[:LONGEST]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(self.folded.split()[:MOST_WORDS])

    @property
    def is_empty(self) -> bool:
        """Nothing is typed, or a single Latin letter or digit, which would match nearly everything."""
        return not self.words or (len(self.folded) == 1 and self.folded.isascii())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\0", "").casefold().split())


def sound(word: str) -> str:
    """The word as pinyin, without the apostrophes between syllables that input methods write; "" where it cannot be."""
    letters = word.replace("'", "").replace("’", "")
    return letters if letters.isascii() and letters.isalnum() and not letters.isdigit() else ""


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called. pinyin: its syllables run together; initials: their first letters. All may be empty."""

    codes: Sequence[str] = ()
    names: Sequence[str] = ()
    pinyin: str = ""
    initials: str = ""


def tier(query: Query, called: Names) -> Tier | None:
    """How well something matches; None where a word is not in it. Of several words the one that matches worst counts."""
    found = [_of_word(word, called) for word in query.words]
    known = [one for one in found if one is not None]
    if len(known) < len(found) or not found:
        return None
    whole = _of_word(query.folded, called) if len(found) > 1 else None
    return max(known) if whole is None else whole


def _of_word(word: str, called: Names) -> Tier | None:
    codes = [fold(code) for code in called.codes]
    texts = [*codes, *(fold(name) for name in called.names)]
    heard = sound(word)
    if word in codes:
        return Tier.CODE
    if any(text.startswith(word) for text in texts):
        return Tier.PREFIX
    if heard and (called.initials.startswith(heard) or called.pinyin.startswith(heard)):
        return Tier.INITIALS
    if any(word in text for text in texts) or (heard and (heard in called.initials or heard in called.pinyin)):
        return Tier.SUBSTRING
    return None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. lead: it comes before others that match as well (an incident that is open).

    badge: (vocabulary, value) of `{% badge_for %}`.
    """

    title: str
    href: str
    tier: Tier
    detail: str = ""
    lead: bool = False
    badge: tuple[str, str] | None = None
    icon: str = ""

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        return (not self.lead, self.tier, len(self.title), self.title)


@dataclass(frozen=True, slots=True)
class Source:
    """Where hits come from. find: hits for a person, at most one more than SHOWN, in any order, in one query.

    all_href: the source's own list with its filter set to the text, "" where there is none for the person.
    """

    name: str
    label: str | Promise
    icon: str
    order: int
    find: Callable[[Any, Query], Iterable[Hit]]
    all_href: Callable[[Any, Query], str]


@dataclass(frozen=True, slots=True)
class Group:
    """What one source has found, best first."""

    source: Source
    hits: Sequence[Hit]
    has_more: bool
    all_href: str


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Two different sources of one name are a programming error."""
    if _sources.setdefault(source.name, source) is not source:
        raise ValueError(f"the source {source.name!r} is registered already")


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.order)


def best(hits: Iterable[Hit], shown: int = SHOWN) -> tuple[list[Hit], bool]:
    """The best of the hits, and whether there are more than are shown."""
    ranked = sorted(hits, key=lambda hit: hit.rank)
    return ranked[:shown], len(ranked) > shown


def search(person: Any, query: Query, shown: int = SHOWN) -> list[Group]:
    """Every source's hits; the source with the best hit first, in the sources' order where they match as well."""
    if query.is_empty:
        return []
    groups = [_group(source, person, query, shown) for source in sources()]
    return sorted(
        (group for group in groups if group.hits), key=lambda group: (group.hits[0].rank[:2], group.source.order)
    )


def _group(source: Source, person: Any, query: Query, shown: int) -> Group:
    hits, has_more = best(source.find(person, query), shown)
    return Group(source, hits, has_more, source.all_href(person, query))
