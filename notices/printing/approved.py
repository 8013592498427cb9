"""An approved text on a site's own sheet: what all sites say from the notice, what is this site's own from its facts. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from notices.content import wording, wording_en
from notices.content.told import SiteTold, Told, Words

ALL_CLEAR: Final = "all_clear"
MAINTENANCE: Final = "maintenance"
#: kinds that tell of no outage that stands: their sheets need no facts of the site
PLAIN_KINDS: Final = (ALL_CLEAR, MAINTENANCE)

Rows = list[list[str]]


def with_text(content: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """The site's content with the approved title, lead, end, cash route, documents and priority; its own ways come first."""
    hotline, english = content["hotline"], told.en
    return {
        **content,
        **_words(told.zh, content, hotline, _CHINESE),
        "kind": told.kind,
        "notice": _notice(told),
        "english": _words(english, content["english"], hotline, _ENGLISH) if english else None,
    }


def plain(told: Told, site: SiteTold, *, phone: str, restored_at: datetime | None) -> dict[str, Any]:
    """The sheet of an all-clear or of planned maintenance, from the approved text alone."""
    rows = _all_clear if told.kind == ALL_CLEAR else _maintenance
    english = told.en
    return {
        "layout": wording.LAYOUT,
        "kind": told.kind,
        "drill": told.is_drill,
        "incident": told.incident,
        "site": {"code": site.code, "name": site.name},
        **rows(told, told.zh, restored_at, _CHINESE),
        "hotline": told.hotline,
        "phone": phone,
        "organisation": told.organisation,
        "terminal": "",
        "service": "all",
        "notice": _notice(told),
        "english": rows(told, english, restored_at, _ENGLISH) if english else None,
    }


class _Labels:
    """Labels of rows in one language, as wording and wording_en have them."""

    def __init__(self, module: Any, **labels: str) -> None:
        self.moment = module.moment
        self.faq = module.FAQ
        self.of = labels


_CHINESE: Final = _Labels(
    wording, until="预计恢复", cash="现金缴费", bring="请携带", priority="优先服务", faq="常见问题", other="其他办法",
    restored="恢复时间", since="起", now="目前情况", note="温馨提示", begins="检修时间", ways="替代办法", scan="扫",
)  # fmt: skip
_ENGLISH: Final = _Labels(
    wording_en, until="Expected back", cash="Cash", bring="Please bring", priority="Priority", faq="Questions",
    other="Other ways", restored="Back since", since="", now="Now", note="Please note", begins="From", ways="Instead", scan="scan",
)  # fmt: skip


def _words(words: Words, own: Mapping[str, Any], hotline: str, labels: _Labels) -> dict[str, Any]:
    name = labels.of
    given = {name["cash"]: words.cash, name["bring"]: words.bring, name["priority"]: words.priority}
    ways = [[label, given.get(label) or text] for label, text in own["ways"]]
    if others := [line for line in words.ways if not _said(line, own["ways"], hotline, labels)]:
        at = next((at for at, row in enumerate(ways) if row[0] == name["cash"]), len(ways))
        ways.insert(at, [name["other"], "；".join(others) if labels is _CHINESE else "; ".join(others)])
    facts = [[label, words.until if label == name["until"] else text] for label, text in own["facts"]]
    return {"title": words.title, "lead": words.lead, "facts": facts, "ways": ways}


def _said(line: str, ways: Sequence[Sequence[str]], hotline: str, labels: _Labels) -> bool:
    """Whether a line of the text for all sites says what this site's own rows, its band or its code say more exactly."""
    places = [text.partition("（")[0].partition(" (")[0] for _, text in ways]
    if any(place and place in line for place in places):
        return True
    return labels.of["scan"] in line.lower() or (bool(hotline) and hotline in line)


def _all_clear(told: Told, words: Words, restored_at: datetime | None, labels: _Labels) -> dict[str, Any]:
    since = restored_at or told.issued_at
    facts = [[labels.of["restored"], labels.moment(since)]] if since else []
    return {
        "title": words.title,
        "lead": words.lead,
        "facts": [*facts, *_filled([[labels.of["now"], words.until]])],
        "ways": _listed(labels.of["note"], words.ways),
    }


def _maintenance(told: Told, words: Words, restored_at: datetime | None, labels: _Labels) -> dict[str, Any]:
    name = labels.of
    return {
        "title": words.title,
        "lead": words.lead,
        "facts": _filled(
            [[name["begins"], labels.moment(told.began_at) + name["since"]], [name["until"], words.until]]
        ),
        "ways": [
            *_listed(name["ways"], words.ways),
            *_filled([[name["cash"], words.cash], [name["bring"], words.bring], [name["priority"], words.priority]]),
            [name["faq"], labels.faq],
        ],
    }


def _listed(label: str, lines: Sequence[str]) -> Rows:
    """A row a line; the label stands at the first."""
    return [[label if at == 0 else "", line] for at, line in enumerate(lines)]


def _filled(rows: Rows) -> Rows:
    return [row for row in rows if row[1].strip()]


def _notice(told: Told) -> dict[str, str]:
    return {
        "number": told.number,
        "issuer": told.issuer,
        "approver": told.approver,
        "submitter": told.submitter,
        "url": told.url,
    }
