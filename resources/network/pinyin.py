"""Sort and search keys for Chinese names. Pure."""

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

MAX_LENGTH = 400
MAX_INITIALS = 120
#: names of a network share their parts ("上海市", "徐汇区", "供水营业厅"): read each part once
_PARTS = re.compile(r"[㐀-鿿]*?[省市区县]|[㐀-鿿]+|[^㐀-鿿]+")


def pinyin_key(name: str) -> str:
    """Syllables run together, a space, their first letters: "徐汇区医院" -> "xuhuiquyiyuan xhqyy"."""
    syllables = _read(name)
    return f"{''.join(syllables)} {_first_letters(syllables)}"[:MAX_LENGTH]


def pinyin_keys(name: str) -> tuple[str, str]:
    """The key and the initials: what is kept beside a name that people search for."""
    syllables = _read(name)
    initials = _first_letters(syllables)
    return f"{''.join(syllables)} {initials}"[:MAX_LENGTH], initials[:MAX_INITIALS]


def sounds(name: str) -> tuple[str, str]:
    """The syllables run together, and their first letters: how a name is found that is kept without keys."""
    syllables = _read(name)
    return "".join(syllables), _first_letters(syllables)


def _read(name: str) -> list[str]:
    return [syllable for part in _PARTS.findall(name.lower()) for syllable in _syllables(part)]


def _first_letters(syllables: list[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)


@lru_cache(maxsize=16_384)
def _syllables(part: str) -> tuple[str, ...]:
    if part[0] < "㐀" or part[0] > "鿿":
        return tuple(part.replace(" ", ""))
    return tuple(lazy_pinyin(part, errors="ignore"))
