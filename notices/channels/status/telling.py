"""How a notice's own texts and times read on the status page. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI
from notices.content.choices import Language, NoticeKind

from .queries import AtPlace, Item
from .rules import ON_PAPER_ONLY, State

#: labels of wording.content, which is always Chinese
LABELS: Final = (
    gettext_noop("涉及设备"), gettext_noop("暂停业务"), gettext_noop("暂停时间"), gettext_noop("预计恢复"),
    gettext_noop("人工窗口"), gettext_noop("线上缴费"), gettext_noop("照常使用"), gettext_noop("现金缴费"),
    gettext_noop("附近网点"), gettext_noop("请携带"), gettext_noop("优先服务"),
)  # fmt: skip
#: of these, what the notice itself says for all sites
FOR_ALL: Final = ("现金缴费", "请携带", "优先服务")
_HTML: Final[dict[str, str]] = {"zh-hans": "zh-Hans", "en": "en"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Way:
    """One line of what a site or a notice says, and in which language. label: one of LABELS, or ""."""

    label: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What a notice says at one site, in Chinese. code: of the emergency QR code that leads to the payment page, "" without one.

    here: the ways that are the site's own; what the notice says for all sites may be there in other languages too.
    """

    lead: str
    facts: list[Way]
    ways: list[Way]
    here: list[Way]
    hotline: str
    code: str


def ways(at: AtPlace) -> Ways | None:
    """What is told of the site in particular; None where the notice says nothing of its own."""
    if not at.facts:
        return None
    told = _told(at.facts.get("ways", ()))
    return Ways(
        lead=str(at.facts.get("lead", "")),
        facts=_told(at.facts.get("facts", ())),
        ways=told,
        here=[way for way in told if way.label not in FOR_ALL],
        hotline=str(at.facts.get("hotline", "")),
        code=str(at.facts.get("qr", "")),
    )


def label(text: str) -> str:
    """A label of wording.content in the page's language."""
    return _(text)


def html_language(language: str) -> str:
    """As an element's `lang` has it."""
    return _HTML.get(language, language)


def moment(at: datetime) -> str:
    """11月23日 12:30, or 23 Nov 12:30. Never 今天: a copy may be read tomorrow."""
    here = at.astimezone(SHANGHAI)
    if get_language() == Language.EN:
        return f"{here.day} {_MONTHS[here.month - 1]} {here:%H:%M}"
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def month(at: datetime) -> str:
    """2026年11月, or Nov 2026."""
    if get_language() == Language.EN:
        return f"{_MONTHS[at.month - 1]} {at.year}"
    return f"{at.year}年{at.month}月"


def tone(item: Item) -> str:
    """danger, info, ok or neutral: with an icon and a word of its own each."""
    if not item.is_current:
        return "neutral"
    return {NoticeKind.ALL_CLEAR: "ok", NoticeKind.MAINTENANCE: "info"}.get(NoticeKind(item.kind), "danger")


def kind_word(item: Item) -> str:
    return {
        NoticeKind.ALERT: _("服务中断"),
        NoticeKind.UPDATE: _("服务中断 · 最新进展"),
        NoticeKind.ALL_CLEAR: _("已恢复"),
        NoticeKind.MAINTENANCE: _("计划检修"),
    }[NoticeKind(item.kind)]


def step_word(item: Item) -> str:
    """What was done at the time, in a row of notices of one trouble."""
    return {
        NoticeKind.ALERT: _("发布故障公告"),
        NoticeKind.UPDATE: _("更新进展"),
        NoticeKind.ALL_CLEAR: _("宣布恢复"),
        NoticeKind.MAINTENANCE: _("预告检修"),
    }[NoticeKind(item.kind)]


def state_word(item: Item) -> str:
    return {
        State.CURRENT: _("现行有效"),
        State.SUPERSEDED: _("已被新公告替代"),
        State.WITHDRAWN: _("已撤回"),
        State.EXPIRED: _("已过有效期"),
    }[item.state]


def hours(text: str) -> str:
    """Opening hours; 00:00-24:00 in words."""
    if text.strip() == "00:00-24:00":
        return _("全天")
    return text


def _told(pairs: object) -> list[Way]:
    if not isinstance(pairs, list | tuple):
        return []
    return [
        Way(str(pair[0]), str(pair[1]), Language.ZH)
        for pair in pairs
        if len(pair) == 2 and pair[0] not in ON_PAPER_ONLY
    ]
