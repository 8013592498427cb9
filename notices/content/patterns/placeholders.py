"""The placeholders that templates may hold, and how they are filled. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.content.choices import NoticeKind

from .choices import Case

#: anything in braces counts, so that a slip of the pen is found too
_BRACES: Final = re.compile(r"[{｛]([^{}｛｝\n]{0,40})[}｝]")

_OF_OUTAGES: Final = frozenset({NoticeKind.ALERT, NoticeKind.UPDATE, NoticeKind.ALL_CLEAR})
_EVERY: Final = frozenset(NoticeKind)
#: name: what it stands for, and the kinds of notices that have it
PLACEHOLDERS: Final[Mapping[str, tuple[Promise | str, frozenset[NoticeKind]]]] = {
    "area": (_("网点或区域的短名，用于标题"), _EVERY),
    "places": (_("网点名称；较多时为区域和网点数"), _EVERY),
    "region": (_("区域"), _EVERY),
    "sites": (_("网点数"), _EVERY),
    "terminals": (_("终端数"), _OF_OUTAGES),
    "scope": (_("影响范围"), _OF_OUTAGES),
    "subject": (_("自助缴费，或停用的支付方式"), _OF_OUTAGES),
    "what": (_("停用情况"), _OF_OUTAGES),
    "cause": (_("通俗说法的原因"), _OF_OUTAGES),
    "method": (_("停用的支付方式"), _OF_OUTAGES),
    "began": (_("开始时间"), _EVERY),
    "until": (_("预计恢复时间；检修的结束时间"), _EVERY),
    "expected": (_("预计何时恢复，一个分句"), _OF_OUTAGES),
    "restored": (_("恢复时间"), frozenset({NoticeKind.ALL_CLEAR})),
    "changes": (_("与上一份公告相比的变化"), frozenset({NoticeKind.UPDATE})),
    "work": (_("检修内容"), frozenset({NoticeKind.MAINTENANCE})),
    "ways": (_("替代办法，每行一项"), _EVERY),
    "cash": (_("现金缴费的办法，含电话"), _EVERY),
    "cash_short": (_("现金缴费的办法，短句"), _EVERY),
    "bring": (_("需携带的证件"), _EVERY),
    "priority": (_("优先服务"), _EVERY),
    "hotline": (_("热线电话"), _EVERY),
    "url": (_("公告网址"), _EVERY),
    "faq": (_("常见问题网址"), _EVERY),
    "organisation": (_("发布单位"), _EVERY),
}  # fmt: skip


def named_in(text: str) -> list[str]:
    """The names in braces, each once, in their order; whether or not there is such a placeholder."""
    return list(dict.fromkeys(match.group(1).strip() for match in _BRACES.finditer(text)))


def allowed(kind: str, case: str = "") -> list[str]:
    """The placeholders that a template of this kind may hold. {method} only where it is sure that one has failed."""
    return [
        name
        for name, (_label, kinds) in PLACEHOLDERS.items()
        if kind in kinds and (name != "method" or case == Case.METHOD)
    ]


def unknown(words: Mapping[str, str], kind: str, case: str = "") -> dict[str, list[str]]:
    """By field what is in braces and is no placeholder of such a template."""
    known = set(allowed(kind, case))
    found = {field: [name for name in named_in(text) if name not in known] for field, text in words.items()}
    return {field: names for field, names in found.items() if names}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder that has a value replaced. One without stays, so that it is seen and refused.

    Braces in a value end as round brackets: what comes from outside is never taken for a placeholder.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1).strip(), "").strip()
        return harmless(found) or match.group(0)

    return _BRACES.sub(value, text)


def fill_all(words: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {field: fill(text, values) for field, text in words.items()}


def harmless(text: str) -> str:
    return text.translate(_ROUND)


_ROUND: Final = str.maketrans({"{": "(", "}": ")", "｛": "（", "｝": "）"})
