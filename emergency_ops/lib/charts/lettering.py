"""How wide a text will be, estimated: there are no fonts here to measure with."""

import unicodedata
from functools import cache
from itertools import accumulate

_WIDE = frozenset("WF")
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")


def width(text: str, size: float) -> float:
    """Of the text in `size` units; rather too wide than too narrow."""
    return size * sum(_em(sign) for sign in text)


def shortened(text: str, most: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than `most`."""
    widths = list(accumulate(map(_em, text), initial=0.0))
    if size * widths[-1] <= most:
        return text
    room = most / size - _em("…")
    kept = sum(one <= room for one in widths) - 1
    return text[: max(kept, 0)].rstrip() + "…"


@cache
def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in _WIDE:
        return 1.0
    if sign in _NARROW:
        return 0.34
    return 0.72 if sign.isupper() or sign in "mw%" else 0.58
