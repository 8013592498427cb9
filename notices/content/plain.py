"""Plain language: what is wrong with the words of a notice, for passers-by and by the rule about cash. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from .choices import Language
from .jargon import SHIPPED, Jargon
from .measuring import width
from .patterns.placeholders import PLACEHOLDERS, named_in
from .told import FIELDS, Words

LABELS: Final[Mapping[str, Promise | str]] = {
    "title": _("标题"), "short": _("一句话"), "lead": _("情况说明"), "until": _("预计恢复"),
    "instead": _("替代办法"), "cash": _("现金缴费"), "bring": _("请携带"), "priority": _("优先服务"),
}  # fmt: skip
#: in full-width characters: one of English counts half
MOST: Final = {"title": 32, "short": 100, "lead": 200}
#: in characters, what a notice's row takes
LONGEST: Final = {
    "title": 64,
    "short": 300,
    "lead": 2000,
    "until": 120,
    "instead": 2000,
    "cash": 300,
    "bring": 200,
    "priority": 300,
}
_STOPS_AT: Final = frozenset({"title", "short"})
LONGEST_SENTENCE: Final = {Language.ZH: 40, Language.EN: 25}

_SENTENCES: Final = {
    Language.ZH: re.compile(r"[。！？；!?;\n]+"),
    Language.EN: re.compile(r"[.!?;](?=\s|$)|\n+"),
}
_WORD: Final = re.compile(r"[\w'’-]+")
_CODE: Final = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]*_[A-Z0-9_]+(?![A-Za-z0-9_])")
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>|&(?:[a-z]{2,8}|#\d{2,5});")
#: neither a date (2026-11-23) nor an amount (1200台)
_LONG_NUMBER: Final = r"\+?(?!\d{4}-\d{1,2}-\d{1,2}(?!\d))(?=(?:\d[\- ]?){7})\d[\d\- ]{5,16}\d"
_SHORT_NUMBER: Final = (
    r"(?:1[12]\d{1,3}|9\d{4})(?!\d|\s*(?:[台个家处元人次年月日时分点笔%]|terminals|sites|people|yuan))"
)
_PHONE: Final = re.compile(rf"(?<!\d)(?<!\d-)(?:{_LONG_NUMBER}|{_SHORT_NUMBER})(?!\d)")
_CASH: Final = {Language.ZH: re.compile("现金|纸币|硬币"), Language.EN: re.compile(r"\bcash\b", re.IGNORECASE)}
#: cash is never refused
_NO_CASH: Final = {
    Language.ZH: re.compile(
        "(?:不收|不再收|拒收|不能用|不能使用|暂不受理|暂停收取|无法使用|不支持|不接受)现金|现金(?:不可用|不能用|暂停)"
    ),
    Language.EN: re.compile(
        r"\b(?:no cash|cash (?:is )?not|not (?:take|accept)(?:ing)? cash|cannot (?:take|pay)(?: in)? cash)\b",
        re.IGNORECASE,
    ),
}
_BLAME: Final = {
    Language.ZH: re.compile("人为|操作失误|工作失误|误操作造成|因误操作|误删|责任人|当事人|失职|玩忽职守"),
    Language.EN: re.compile(r"\b(human error|operator error|by mistake|mistakenly|employee'?s? fault|to blame)\b", re.IGNORECASE),
}  # fmt: skip
_VAGUE: Final = {
    Language.ZH: re.compile("尽快恢复|很快恢复|即将恢复|马上恢复|稍后恢复|近期恢复|不久恢复|短时间内恢复"),
    Language.EN: re.compile(r"\b(soon|shortly|as soon as possible|asap|in no time|before long)\b", re.IGNORECASE),
}
#: 18:00, 12月3日, 3 December, 另行公告, 已恢复, 正常
_TIME: Final = {
    Language.ZH: re.compile(r"\d{1,2}[:：]\d{2}|\d{1,2}月\d{1,2}日|\d+\s*(?:小时|分钟|点)|另行|恢复|正常|待定"),
    Language.EN: re.compile(r"\d{1,2}:\d{2}|\d+ (?:hours?|minutes?)|announce|restored|working|works|normal", re.IGNORECASE),
}  # fmt: skip


class Level(StrEnum):
    """An error stops the notice, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """field: of told.FIELDS. The message says what to do."""

    field: str
    level: Level
    message: Promise | str

    @property
    def label(self) -> Promise | str:
        return LABELS[self.field]


@dataclass(frozen=True, slots=True)
class _Text:
    """What a check looks at."""

    words: Mapping[str, str]
    kind: str
    language: Language
    jargon: Sequence[Jargon]
    hotline: str

    def fields(self) -> Iterable[tuple[str, str]]:
        return ((name, text) for name in FIELDS if (text := self.words.get(name, "")).strip())


def problems(
    words: Words | Mapping[str, str],
    kind: str,
    language: str,
    *,
    jargon: Sequence[Jargon] = SHIPPED,
    hotline: str = "",
) -> list[Problem]:
    """What is wrong, by field in the order of told.FIELDS, errors first. kind: NoticeKind.

    hotline: a number that counts as one whatever it looks like.
    """
    given = {name: getattr(words, name) for name in FIELDS} if isinstance(words, Words) else words
    text = _Text(given, kind, Language(language), jargon, hotline)
    found = [problem for check in _CHECKS for problem in check(text)]
    return sorted(found, key=lambda one: (FIELDS.index(one.field), one.level != Level.ERROR))


def errors(found: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in found if problem.level == Level.ERROR]


def _missing(text: _Text) -> Iterable[Problem]:
    for name in FIELDS:
        if not text.words.get(name, "").strip():
            yield _error(name, _("没有内容，请填写。"))


def _unfilled(text: _Text) -> Iterable[Problem]:
    for name, said in text.fields():
        for placeholder in named_in(said):
            if placeholder in PLACEHOLDERS:
                message = _("{%(name)s} 没有内容：请填写“%(meaning)s”，或删去。")
                yield _error(name, message, name=placeholder, meaning=PLACEHOLDERS[placeholder][0])
            else:
                yield _error(name, _("没有占位符 {%(name)s}：请改正或删去。"), name=placeholder)


def _too_long(text: _Text) -> Iterable[Problem]:
    for name, said in text.fields():
        most = MOST.get(name, 0)
        if most and width(said) > most:
            level = Level.ERROR if name in _STOPS_AT else Level.WARNING
            yield _problem(name, level, _("太长：%(used)s字，最多%(most)s字。"), used=width(said), most=most)
        elif name in LONGEST and len(said) > LONGEST[name]:
            yield _error(name, _("太长：%(used)s字，最多%(most)s字。"), used=len(said), most=LONGEST[name])


def _long_sentences(text: _Text) -> Iterable[Problem]:
    most = LONGEST_SENTENCE[text.language]
    for name in ("short", "lead", "instead"):
        for sentence in _SENTENCES[text.language].split(text.words.get(name, "")):
            length = len(sentence.strip()) if text.language == Language.ZH else len(_WORD.findall(sentence))
            if length > most:
                yield _warning(name, _said_long(text.language), begin=sentence.strip()[:12], used=length, most=most)


def _said_long(language: Language) -> Promise | str:
    if language == Language.ZH:
        return _("句子太长（%(used)s字，宜在%(most)s字以内），请分成短句：%(begin)s…")
    return _("句子太长（%(used)s个词，宜在%(most)s个词以内），请分成短句：%(begin)s…")


def _jargon(text: _Text) -> Iterable[Problem]:
    for name, said in text.fields():
        for code in dict.fromkeys(_CODE.findall(said)):
            yield _error(name, _("“%(word)s”是内部代码，公众看不懂：请用通俗的话说明。"), word=code)
        for one in text.jargon:
            if one.language == text.language and one.is_in(said):
                level = Level.ERROR if one.stops else Level.WARNING
                yield _problem(name, level, _advice(one), word=one.word, instead=one.instead)


def _advice(one: Jargon) -> Promise | str:
    if one.instead:
        return _("“%(word)s”是术语，请改为“%(instead)s”。")
    return _("“%(word)s”是术语，请换成通俗的说法。")


def _blame(text: _Text) -> Iterable[Problem]:
    for name, said in text.fields():
        if match := _BLAME[text.language].search(said):
            yield _error(name, _("不要归咎于人（“%(word)s”），只说明是什么故障。"), word=match.group(0))


def _cash(text: _Text) -> Iterable[Problem]:
    """FACTS: a public notice names a cash route and a telephone number, and paying in cash meets no obstacle."""
    said, short = text.words.get("cash", ""), text.words.get("short", "")
    for name, one in text.fields():
        if match := _NO_CASH[text.language].search(one):
            yield _error(name, _("“%(word)s”：不得拒收现金，请写明现金在哪里缴。"), word=match.group(0))
    if said.strip() and not any(_has_phone(one, text.hotline) for _name, one in text.fields()):
        yield _error("cash", _("请写上咨询电话：每份公告都要有电话号码。"))
    if said.strip() and not _CASH[text.language].search(said):
        yield _warning("cash", _("请写明“现金”，让人一看就知道在哪里缴现金。"))
    if short.strip() and not (_CASH[text.language].search(short) and _has_phone(short, text.hotline)):
        yield _warning("short", _("微博和终端屏幕只显示这一句：请写上现金缴费的办法和电话。"))


def _has_phone(said: str, hotline: str) -> bool:
    return bool(hotline and hotline in said) or _PHONE.search(said) is not None


def _promises(text: _Text) -> Iterable[Problem]:
    for name, said in text.fields():
        if match := _VAGUE[text.language].search(said):
            message = _("“%(word)s”没有时间：请写明时间，或写“恢复时间另行公告”。")
            yield _warning(name, message, word=match.group(0))
    said = text.words.get("until", "")
    if said.strip() and not named_in(said) and not _TIME[text.language].search(said):
        yield _warning("until", _("请写明时间，或写“恢复时间另行公告”。"))


def _markup(text: _Text) -> Iterable[Problem]:
    for name, said in text.fields():
        if match := _MARKUP.search(said):
            yield _warning(name, _("“%(word)s”会原样印出来，不会成为格式。"), word=match.group(0))


_CHECKS: Final[Sequence[Callable[[_Text], Iterable[Problem]]]] = (
    _missing, _unfilled, _too_long, _long_sentences, _jargon, _blame, _cash, _promises, _markup,
)  # fmt: skip


def _said(message: Promise | str, params: Mapping[str, object]) -> str:
    return str(message) % params


_lazily = lazy(_said, str)


def _problem(field: str, level: Level, message: Promise | str, /, **params: object) -> Problem:
    return Problem(field, level, _lazily(message, params) if params else message)


def _error(field: str, message: Promise | str, /, **params: object) -> Problem:
    return _problem(field, Level.ERROR, message, **params)


def _warning(field: str, message: Promise | str, /, **params: object) -> Problem:
    return _problem(field, Level.WARNING, message, **params)
