"""The pages: of each its address below the language's own, its template, and what the template tells.

The application and the copy are made of the same pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from notices.content.choices import NoticeKind
from resources.network.models import Site
from resources.network.regions import WHOLE_COUNTRY, prefix_of

from . import queries, rules
from .present import Present, RegionRow
from .queries import AtPlace, Item, Place
from .telling import Way, ways


@dataclass(frozen=True, slots=True)
class Page:
    """path: "" or "sites/310101-0001/", as in the address. missing: a page that says that there is nothing here."""

    path: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    missing: bool = False


def index(present: Present) -> Page:
    context = {
        "health": present.health(present.outages),
        "looked_at": present.looked_at,
        "outages": present.outages,
        "affected": sum(present.named.values()) if all(item.sites for item in present.outages) else 0,
        "maintenance": present.maintenance,
        "restored": present.restored,
        "regions": present.rows(),
    }
    return Page("", "status/index.html", context)


def search(present: Present, query: str) -> Page:
    words = rules.terms(query)
    found = queries.search(words) if words else []
    context = {
        "query": " ".join(words),
        "found": _with_state(present, found[: queries.MOST_FOUND]),
        "more": len(found) > queries.MOST_FOUND,
        "well": present.well,
        "regions": present.rows(),
    }
    return Page("", "status/search.html", context)


def region(present: Present, code: str) -> Page:
    """A region, with its sites where it holds no further regions."""
    known = present.directory
    if code not in known or code == WHOLE_COUNTRY:
        return missing(f"regions/{code}/")
    here = Site.objects.filter(region__code__startswith=prefix_of(code))
    out = Q(pk__in=queries.named_by(present.outages).values("pk"))
    inner = present.rows(code)
    most = rules.MOST_SITES if inner else None
    affected = queries.places(here.filter(out), most) if present.outages else []
    covering = [item for item in present.current if item.covers(code)]
    context = {
        "code": code,
        "name": known.names[code],
        "path": [(one, known.names[one]) for one in known.path(code)],
        "total": known.totals[code],
        "health": present.health([*affected, *(item for item in covering if item.is_outage)]),
        "looked_at": present.looked_at,
        "well": present.well,
        "covering": covering,
        "count": present.affected.get(code, 0),
        "affected": _with_state(present, affected),
        "others": queries.places(Site.objects.filter(region=code).exclude(out)),
        "regions": inner,
    }
    return Page(f"regions/{code}/", "status/region.html", context)


def site(present: Present, code: str) -> Page:
    here = queries.place(code)
    return next(sites(present, [here])) if here else missing(f"sites/{code}/")


def sites(present: Present, here: Sequence[Place]) -> Iterator[Page]:
    """The pages of many sites, read together."""
    found = queries.of_places(here, present.current, present.language, present.now)
    for one in here:
        yield _site(present, one, *found[one.pk])


def _site(present: Present, here: Place, told: Sequence[AtPlace], past: Sequence[Item]) -> Page:
    known = present.directory
    outages = [one for one in told if one.item.is_outage]
    context = {
        "site": here,
        "region": known.names.get(here.region, ""),
        "path": [(one, known.names[one]) for one in [*known.path(here.region), here.region] if one in known],
        "health": present.health(outages),
        "looked_at": present.looked_at,
        "outages": [(one, ways(one)) for one in outages],
        "maintenance": [one.item for one in told if one.item.kind == NoticeKind.MAINTENANCE],
        "restored": [one.item for one in told if one.item.kind == NoticeKind.ALL_CLEAR],
        "past": past,
    }
    return Page(f"sites/{here.code}/", "status/site.html", context)


def notice(present: Present, number: str) -> Page:
    found = queries.items(queries.public().filter(number=number), present.language, present.now)
    return notice_of(present, found[0]) if found else missing(f"notices/{number}/")


def notice_of(present: Present, item: Item) -> Page:
    same = queries.chain(item, present.language, present.now)
    newest = same[-1] if same else item
    named = queries.named_by([item])
    known = present.directory
    here = queries.places(named, rules.MOST_SITES + 1)
    many = len(here) > rules.MOST_SITES
    counts = queries.counted_by_region(named) if many else {}
    context = {
        "item": item,
        "newest": newest if newest.pk != item.pk else None,
        "same": same,
        "ways": _own_ways(item),
        "sites": [] if many else here,
        "by_region": [RegionRow(one, known.names[one], n, n) for one, n in sorted(counts.items()) if one in known],
    }
    return Page(f"notices/{item.number}/", "status/notice.html", context)


def history(present: Present, month: date, path: str) -> Page:
    """The notices of a month, those of one trouble together. path: history/ for the newest one too."""
    start, end = rules.span(month, present.now)
    found = queries.items(
        queries.listed().filter(issued_at__gte=start, issued_at__lt=end), present.language, present.now
    )
    months = rules.months(present.now)
    context = {
        "month": month,
        "months": [(one, f"history/{one:%Y-%m}/") for one in months],
        "troubles": _together(found),
        "days": rules.HISTORY // timedelta(days=1),
    }
    return Page(path, "status/history.html", context)


def missing(path: str) -> Page:
    return Page(path, "status/missing.html", missing=True)


def _with_state(present: Present, found: Sequence[Place]) -> list[tuple[Place, list[Item]]]:
    """Each site with the outages that hold there."""
    named = queries.at_places(present.outages, [one.pk for one in found]) if found and present.outages else {}
    return [
        (
            one,
            [at.item for at in named.get(one.pk, ())] + [item for item in present.outages if item.covers(one.region)],
        )
        for one in found
    ]


def _own_ways(item: Item) -> list[Way]:
    return [Way("", text, item.language) for text in item.words.ways]


def _together(found: Sequence[Item]) -> list[list[Item]]:
    """The notices of each trouble, the newest first; the trouble with the newest notice first."""
    groups: dict[object, list[Item]] = {}
    roots: dict[int, object] = {}
    for item in reversed(found):
        key: object = item.incident and ("incident", item.incident)
        key = key or roots.get(item.previous or 0) or ("notice", item.pk)
        roots[item.pk] = key
        groups.setdefault(key, []).append(item)
    return sorted((group[::-1] for group in groups.values()), key=lambda group: group[0].issued_at, reverse=True)
