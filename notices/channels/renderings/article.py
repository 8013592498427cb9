"""The article for WeChat: title, author, digest, and the content as HTML in which every word of ours is text."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from notices.channels.counting import shorten
from notices.content import addresses
from notices.content.registry import Limit
from notices.content.told import Told

from . import wording

TITLE_MOST, AUTHOR_MOST, DIGEST_MOST, CONTENT_MOST = 32, 16, 128, 20_000
MOST_SITES = 30
LAST_WORD = "以最新公告为准。"


@dataclass(frozen=True, slots=True)
class Article:
    """content: HTML. plain: the same for whoever pastes it by hand. url: where "阅读原文" leads."""

    title: str
    author: str
    digest: str
    content: SafeString
    plain: str
    url: str

    @property
    def limits(self) -> list[Limit]:
        return [
            Limit(_("微信标题"), len(self.title), TITLE_MOST),
            Limit(_("微信作者"), len(self.author), AUTHOR_MOST),
            Limit(_("微信摘要"), len(self.digest), DIGEST_MOST),
            Limit(_("微信正文（含格式）"), len(self.content), CONTENT_MOST - 1),
        ]

    @property
    def payload(self) -> dict[str, str]:
        return {
            "title": self.title, "author": self.author, "digest": self.digest, "content": str(self.content),
            "plain": self.plain, "url": self.url,
        }  # fmt: skip


def article(told: Told) -> Article:
    """The title is the author's: too long a one is told, never cut."""
    parts = _parts(told)
    return Article(
        title=" ".join(told.zh.title.split()),
        author=shorten(told.organisation, AUTHOR_MOST),
        digest=_digest(told),
        content=_html(parts),
        plain="\n\n".join("\n".join(filter(None, (heading, *lines))) for heading, lines in parts),
        url=told.url,
    )


def problems(told: Told) -> list[str]:
    """Sentences that stop approval."""
    made, found = article(told), []
    for limit in made.limits:
        if limit.is_over:
            values = {"name": limit.name, "used": limit.used, "most": limit.most}
            found.append(_("%(name)s%(used)s字，最多%(most)s字，请缩短。") % values)
    return found


def _digest(told: Told) -> str:
    until = wording.until(told)
    return shorten(wording.sentence(told.zh.short), DIGEST_MOST - len(until)) + until[:DIGEST_MOST]


def _parts(told: Told) -> list[tuple[str, list[str]]]:
    """(heading, lines), in the order in which people need them; what says nothing is left out."""
    words = told.zh
    found = [
        ("", _lines(words.lead)),
        ("", [wording.until(told)]),
        ("涉及网点", _sites(told)),
        ("您可以这样办理", words.ways),
        ("现金缴费", _lines(words.cash)),
        ("请携带", _lines(words.bring)),
        ("优先服务", _lines(words.priority)),
        ("咨询电话", [told.hotline]),
        ("常见问题", [addresses.faq()]),
        ("最新情况", [told.url]),
        *_english(told),
        ("", [f"公告编号：{told.number}", f"发布单位：{told.organisation}", LAST_WORD]),
    ]
    kept = [(heading, [line for line in lines if line]) for heading, lines in found]
    return [(heading, lines) for heading, lines in kept if lines]


def _english(told: Told) -> list[tuple[str, list[str]]]:
    words = told.en
    if words is None:
        return []
    return [(words.title, [*_lines(words.lead), words.until, *words.ways, *_lines(words.cash)])]


def _sites(told: Told) -> list[str]:
    names = [site.name for site in told.sites]
    if not names:
        return []
    more = f"等{len(names)}个网点" if len(names) > MOST_SITES else ""
    return ["、".join(names[:MOST_SITES]) + more]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _html(parts: list[tuple[str, list[str]]]) -> SafeString:
    return format_html_join("", "{}", ((_part(heading, lines),) for heading, lines in parts))


def _part(heading: str, lines: list[str]) -> SafeString:
    head = format_html("<h3>{}</h3>", heading) if heading else ""
    if heading and len(lines) > 1:
        return format_html("<section>{}<ul>{}</ul></section>", head, _each("<li>{}</li>", lines))
    return format_html("<section>{}{}</section>", head, _each("<p>{}</p>", lines))


def _each(pattern: str, lines: list[str]) -> SafeString:
    return format_html_join("", pattern, ((line,) for line in lines))
