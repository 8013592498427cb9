"""From the facts of a paper to the bytes of its PDF. No database: the same facts, ordered at the same time, give the same bytes."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from emergency_ops.lib.paper import fonts
from emergency_ops.lib.paper.press import paint
from emergency_ops.lib.paper.printed import Printed, identifier

from .actions import printed_language
from .registry import type_of
from .sheet import Sheet

_ASSETS: Final = Path(fonts.__file__).parent / "assets"


def render(sheet: Sheet) -> Printed:
    """The PDF. Raises fonts.FontMissing; LookupError for a kind that is not registered."""
    fonts.require()
    kind = type_of(sheet.kind)
    form = kind.page_for(sheet.facts).lower().replace(" ", "-")
    name = identifier([sheet.title, sheet.ordered_at.isoformat(), sheet.facts])
    return paint(html(sheet), name, _ASSETS / "paper.css", _ASSETS / f"page-{form}.css", *kind.css)


def html(sheet: Sheet) -> str:
    kind = type_of(sheet.kind)
    context = {
        "facts": sheet.facts,
        "paper": {
            "title": sheet.title,
            "kind_label": sheet.kind_label,
            "ordered_at": sheet.ordered_at,
            "organisation": settings.ORGANISATION_NAME,
            "page": kind.page_for(sheet.facts),
        },
    }
    with printed_language():
        return render_to_string(kind.template, context)
