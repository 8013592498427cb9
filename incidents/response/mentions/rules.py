"""Who is meant by @ in a text. Chinese is written without spaces, so of @李敏请看 the longest name that is known counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: not after a letter or digit of an address such as a@b.cn
_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9._-])@([\w.\-·]{1,40})")
_ASCII: Final = re.compile(r"[A-Za-z0-9_]")
#: mentions of one text that are looked at
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it was written, without @, and whom it may mean (primary keys)."""

    name: str
    people: tuple[int, ...]


def candidates(text: str) -> set[str]:
    """Everything, in lower case, that may be a name or username in the text."""
    tokens = _TOKEN.findall(text)[:MOST]
    return {token[:end].lower() for token in tokens for end in range(1, len(token) + 1) if _may_end(token, end)}


def mentions_in(text: str, known: Mapping[str, Sequence[int]]) -> list[Mention]:
    """Each name once, in order; known: names and usernames in lower case. What is not known stays text."""
    found: dict[str, Mention] = {}
    for token in _TOKEN.findall(text)[:MOST]:
        ends = (end for end in range(len(token), 0, -1) if _may_end(token, end) and token[:end].lower() in known)
        end = next(ends, None)
        if end is not None:
            found.setdefault(token[:end].lower(), Mention(token[:end], tuple(known[token[:end].lower()])))
    return list(found.values())


def parts_of(text: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """The text cut at these names: (text before, name), the last with an empty name."""
    if not names:
        return [(text, "")]
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pieces = re.split(rf"(?<![A-Za-z0-9._-])@({longest_first})(?![A-Za-z0-9_])", text)
    return list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


def _may_end(token: str, end: int) -> bool:
    """A name of letters ends where the letters do: @liu is not @li."""
    return end == len(token) or not (_ASCII.match(token[end - 1]) and _ASCII.match(token[end]))
