"""The text for Weibo: what is the matter, until when, and where to read more."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from notices.channels.counting import LINKS, WEIBO_MOST, shorten, weibo_length
from notices.content.registry import Limit
from notices.content.told import Told

from . import wording

#: less than this says nothing
LEAST = 12


@dataclass(frozen=True, slots=True)
class Status:
    """is_cut: the sentence did not fit and was shortened."""

    text: str
    url: str
    is_cut: bool

    @property
    def limits(self) -> list[Limit]:
        return [Limit(_("微博正文（汉字）"), weibo_length(self.text), WEIBO_MOST)]

    @property
    def payload(self) -> dict[str, str]:
        return {"status": self.text, "url": self.url}


def status(told: Told) -> Status:
    """The one sentence, shortened if it must be; the time and the address never are."""
    short, tail = harmless(wording.sentence(told.zh.short)), harmless(wording.until(told))
    end = f"{tail}详情：{told.url}"
    fitting = shorten(short, WEIBO_MOST - weibo_length(end), weibo_length)
    return Status(f"{fitting}{end}", told.url, fitting != short)


def problems(told: Told, domains: Collection[str]) -> list[str]:
    """Sentences that stop approval. domains: those that the accounts are bound to."""
    made, found = status(told), []
    if weibo_length(made.text) > WEIBO_MOST or (made.is_cut and len(made.text) - len(made.url) < LEAST):
        found.append(_("预计恢复时间和链接已占满微博的140字，请缩短“预计恢复”。"))
    if LINKS.search(told.zh.short) or LINKS.search(told.zh.until):
        found.append(_("微博正文只能有公告自己的链接，请删去“一句话”和“预计恢复”中的网址。"))
    host = urlsplit(told.url).hostname or ""
    for domain in domains:
        if not is_bound(host, domain):
            values = {"host": host, "domain": domain}
            found.append(_("公告链接的域名%(host)s不在微博应用的安全域名%(domain)s之下，微博会拒绝。") % values)
    return found


def is_bound(host: str, domain: str) -> bool:
    """Whether a host is a domain or below it; any is where no domain is known."""
    wanted = domain.strip().lower().lstrip(".")
    return not wanted or host.lower() == wanted or host.lower().endswith(f".{wanted}")


def harmless(text: str) -> str:
    """Without topics, and without mentions of people who have the name by chance."""
    return text.replace("#", "").replace("＃", "").replace("@", "＠")
