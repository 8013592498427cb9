"""What both channels say alike. A notice's words are Chinese, so these are too."""

from collections.abc import Mapping
from typing import Final

from notices.content.choices import NoticeKind
from notices.content.told import Told

_UNTIL: Final[Mapping[str, str]] = {
    NoticeKind.ALERT: "预计恢复",
    NoticeKind.UPDATE: "预计恢复",
    NoticeKind.ALL_CLEAR: "恢复时间",
    NoticeKind.MAINTENANCE: "预计结束",
}
_ENDS = "。！？!?"


def until(told: Told) -> str:
    """Until when, as a sentence; "" where nothing is said."""
    text = told.zh.until.strip().rstrip(_ENDS)
    return f"{_UNTIL.get(told.kind, '预计恢复')}：{text}。" if text else ""


def sentence(text: str) -> str:
    """One line that ends like a sentence."""
    line = " ".join(text.split())
    return line if not line or line[-1] in _ENDS else f"{line}。"
