"""The search over everything: a page that works alone, and the options of the palette while somebody types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from emergency_ops.lib.searching import LONGEST, Query, search
from resources.staff.access import person_of

#: hits of one source in the palette, which is to stay short
IN_PALETTE = 5


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    query = _asked(request)
    return render(request, "search/page.html", _context(query, search(person_of(request), query)))


@never_cache
@require_safe
def options(request: HttpRequest) -> HttpResponse:
    """Fragment: what the palette offers for what is typed so far."""
    query = _asked(request)
    return render(request, "search/_options.html", _context(query, search(person_of(request), query, IN_PALETTE)))


def _asked(request: HttpRequest) -> Query:
    return Query(request.GET.get("q", "").replace("\0", "").strip()[:LONGEST])


def _context(query: Query, groups: Any) -> dict[str, Any]:
    return {"query": query, "groups": groups, "total": sum(len(group.hits) for group in groups)}
