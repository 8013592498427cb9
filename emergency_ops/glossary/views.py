"""The glossary, whole or as far as it matches what somebody looks for."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import glossary
from emergency_ops.lib.glossary import Entry
from emergency_ops.lib.searching import LONGEST, Query
from emergency_ops.lib.shell import NAVIGATION, address

from .finding import found


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    entries = _matching(asked) if asked else list(glossary.entries().values())
    areas = [
        (area, [(one, _places(one)) for one in some]) for area, some in groupby(entries, lambda one: one.area_label)
    ]
    fragment = request.headers.get("HX-Target") == "glossary"
    template = "glossary/_list.html" if fragment else "glossary/page.html"
    return render(request, template, {"areas": areas, "asked": asked, "total": len(entries)})


def _matching(asked: str) -> list[Entry]:
    return [entry for entry, _tier in found(Query(asked))]


def _places(entry: Entry) -> list[tuple[str, object]]:
    """Address and name of the pages that use the word."""
    labels = {one.url_name: one.label for _group, some in NAVIGATION for one in some}
    return [(address(name), labels[name]) for name in entry.places if name in labels]
