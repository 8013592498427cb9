"""Sites and terminals in the search over everything."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from emergency_ops.lib.searching import Hit, Names, Query, Source, Tier, register, tier
from emergency_ops.lib.sifting import TRIGRAM, codes_begin, contain, sifted, sounds_like

from .access import sites_for, terminals_for
from .models import Site


def site_conditions(query: Query, path: str = "") -> tuple[Q, Q]:
    """What begins like the text, and what has all of its words anywhere."""
    names = Q(**{f"{path}name__startswith": query.folded})
    begins = codes_begin(query, f"{path}code") | names
    anywhere = Q()
    for word in query.words:
        found = contain(word, f"{path}code", f"{path}name")
        anywhere &= found | sounds_like(word, f"{path}pinyin", f"{path}initials")
    return begins | sounds_like(query.folded, f"{path}pinyin", f"{path}initials", begins=True), anywhere


def called(site: Site) -> Names:
    return Names((site.code,), (site.name,), site.pinyin, site.initials)


def find_sites(person: Any, query: Query) -> Iterable[Hit]:
    rows = sifted(sites_for(person).select_related("region"), *site_conditions(query), order=("code",))
    for site in rows:
        found = tier(query, called(site))
        detail = f"{site.code} · {site.region.name}"
        href = reverse("network:site", args=[site.code])
        yield Hit(site.name, href, Tier.SUBSTRING if found is None else found, detail)


def find_terminals(person: Any, query: Query) -> Iterable[Hit]:
    """By code alone: whoever looks for a place finds the site, which lists its terminals."""
    if len(query.words) > 1 or not query.folded.isascii():
        return
    wanted = [codes_begin(query, "code")]
    if len(query.folded) >= TRIGRAM:
        wanted.append(contain(query.folded, "code"))
    rows = terminals_for(person).select_related("site")
    for terminal in sifted(rows, *wanted, order=("code",)):
        found = tier(query, Names((terminal.code,)))
        detail = " · ".join(part for part in (terminal.site.name, terminal.model) if part)
        href = reverse("network:terminal", args=[terminal.code])
        yield Hit(terminal.code, href, Tier.SUBSTRING if found is None else found, detail)


def _list(name: str) -> Any:
    return lambda person, query: f"{reverse(name)}?{urlencode({'q': query.text})}"


register(Source("sites", _("网点"), "building-office-2", 20, find_sites, _list("network:sites")))
register(
    Source(
        "terminals",
        pgettext_lazy("device", "终端"),
        "computer-desktop",
        30,
        find_terminals,
        _list("network:terminals"),
    )
)
