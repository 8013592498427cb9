"""From the stored facts of notices to the bytes of one PDF. No database: the same facts give the same bytes."""

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string

from emergency_ops.lib.paper import fonts
from emergency_ops.lib.paper.press import paint, stylesheet
from emergency_ops.lib.paper.printed import Printed, identifier

from . import joining, processes
from .choices import Form
from .faces import shown
from .layout import LAYOUTS

#: notices that one process sets at most; keeps a large document's memory in bounds as well
PART: Final = 50
ASSETS: Final = Path(__file__).parent / "assets"


def render(notices: Sequence[Mapping[str, Any]], form: str = Form.A4) -> Printed:
    """One document with these notices (their stored facts) in a form, each on a page of its own.

    Raises fonts.FontMissing, processes.PartFailed.
    """
    fonts.require()
    name, title = identifier(notices), _title(notices)
    size = ceil(len(notices) / ceil(len(notices) / PART))
    parts = [notices[at : at + size] for at in range(0, len(notices), size)]
    styles = [ASSETS / style for style in LAYOUTS[form].styles]
    if len(parts) == 1:
        return paint(html(notices, form, title), name, *styles)
    for style in styles:
        stylesheet(style)
    return joining.joined(processes.in_parts(lambda part: paint(html(part, form, title), name, *styles), parts), name)


def html(notices: Sequence[Mapping[str, Any]], form: str = Form.A4, title: str = "") -> str:
    first = notices[0]
    context = {
        "title": title or _title(notices),
        "author": first["organisation"],
        "created": first["issued_at"],
        "drill": first["drill"],
        "form": form,
        "template": LAYOUTS[form].template,
        "notices": [shown(facts, form) for facts in notices],
    }
    return render_to_string("notices/print/document.html", context)


def _title(notices: Sequence[Mapping[str, Any]]) -> str:
    first = notices[0]
    whose = first["site"]["name"] if len(notices) == 1 else f"{len(notices)}份"
    return f"{first['title']}（{whose}）"
