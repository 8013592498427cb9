"""Sort and search keys for Chinese names. Pure."""

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

MAX_LENGTH = 400
#: names of a network share their parts ("上海市", "徐汇区", "供水营业厅"): read each part once
_PARTS = re.compile(r"[㐀-鿿]*?[省市区县]|[㐀-鿿]+|[^㐀-鿿]+")


def pinyin_key(name: str) -> str:
    """Syllables run together, a space, their first letters: "徐汇区医院" -> "xuhuiquyiyuan xhqyy"."""
    syllables = [syllable for part in _PARTS.findall(name.lower()) for syllable in _syllables(part)]
    return f"{''.join(syllables)} {''.join(syllable[0] for syllable in syllables)}"[:MAX_LENGTH]


@lru_cache(maxsize=16_384)
def _syllables(part: str) -> tuple[str, ...]:
    if part[0] < "㐀" or part[0] > "鿿":
        return tuple(part.replace(" ", ""))
    return tuple(lazy_pinyin(part, errors="ignore"))
