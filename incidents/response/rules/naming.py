"""The title of an incident: where, what, how much."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from incidents.monitoring.choices import Category, Scope
from incidents.monitoring.detection.facts import Kind
from resources.network.choices import PaymentMethod

MAX_LENGTH = 160
#: faults of a terminal's network
OF_A_LINE = frozenset({"NET_DOWN", "network:down"})


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """`line`, `version`: what detection has found them by and all of them share, such as 510104-电信; else ""."""

    scope: str
    category: str
    payment_method: str
    line: str
    version: str
    region: str
    site: str
    terminal: str
    terminals: int
    sites: int


def title_of(facts: TitleFacts) -> str:
    """For example 黄浦区中心医院：外部中断，6台终端 (in the language that is active)."""
    names = {
        "what": _shared(facts) or what_failed(facts.category, facts.payment_method),
        "region": facts.region,
        "site": facts.site,
        "terminal": facts.terminal,
        "terminals": facts.terminals,
        "sites": facts.sites,
    }
    return (_pattern(facts) % names)[:MAX_LENGTH]


def _pattern(facts: TitleFacts) -> str:
    if facts.scope == Scope.SINGLE_POINT and facts.terminal:
        return gettext("%(site)s %(terminal)s：%(what)s")
    if facts.scope in (Scope.SINGLE_POINT, Scope.SITE_WIDE):
        return ngettext(
            "%(site)s：%(what)s，%(terminals)s台终端", "%(site)s：%(what)s，%(terminals)s台终端", facts.terminals
        )
    if facts.scope == Scope.NETWORK_WIDE:
        return ngettext("全网：%(what)s，%(sites)s个网点", "全网：%(what)s，%(sites)s个网点", facts.sites)
    return ngettext("%(region)s：%(what)s，%(sites)s个网点", "%(region)s：%(what)s，%(sites)s个网点", facts.sites)


def _shared(facts: TitleFacts) -> str:
    """The line or the release that several sites have in common; "" where a method or one site says more."""
    if facts.payment_method or facts.sites < 2:
        return ""
    if facts.line and facts.category == Category.EXTERNAL:
        return gettext("线路%(line)s中断") % {"line": facts.line}
    if facts.version and facts.category == Category.SOFTWARE:
        return gettext("软件版本%(version)s异常") % {"version": facts.version}
    return ""


def is_of_a_line(kind: str, codes: Collection[str]) -> bool:
    """Whether terminals that share a line fail because of it: they are silent, or report a network that is down. Two sites
    without mains may share a line too."""
    return kind == Kind.SILENCE or (kind == Kind.FAULT and bool(codes) and set(codes) <= OF_A_LINE)


def what_failed(category: str, payment_method: str) -> str:
    """The failing payment method if there is one, else the kind of cause."""
    if payment_method:
        return gettext("%(method)s异常") % {"method": method_label(payment_method)}
    return str(Category(category).label)


def method_label(code: str) -> str:
    return str(PaymentMethod(code).label) if code in PaymentMethod.values else code
