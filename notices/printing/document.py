"""From the stored facts of notices to the bytes of one PDF. No database: the same facts give the same bytes."""

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string

from emergency_ops.lib.paper import fonts, stamping
from emergency_ops.lib.paper.press import Stamp, paint, warm_up
from emergency_ops.lib.paper.printed import Printed, identifier

from . import joining, processes, rules
from .choices import Form
from .faces import shown
from .layout import LAYOUTS

#: notices that one process sets at most; about 1.4 MB each beyond 290
PART: Final = 125
#: documents of so many notices are tagged (PDF/A-2a) for people who have them read out; larger ones go to the printer (PDF/A-2u):
#: tags take a quarter longer, and do not outlive the joining of parts
TAGGED: Final = 20
ASSETS: Final = Path(__file__).parent / "assets"


def render(notices: Sequence[Mapping[str, Any]], form: str = Form.A4) -> Printed:
    """One document with these notices (their stored facts) in a form, each on a page of its own.

    Raises fonts.FontMissing, processes.PartFailed, Stopped.
    """
    fonts.require()
    name, title = identifier(notices), _title(notices)
    size = ceil(len(notices) / ceil(len(notices) / PART))
    parts = [notices[at : at + size] for at in range(0, len(notices), size)]
    styles = [ASSETS / style for style in LAYOUTS[form].styles]
    variant = "pdf/a-2a" if len(notices) <= TAGGED else "pdf/a-2u"
    warm_up(*styles)
    seconds = rules.time_limit(len(notices)).total_seconds()
    made = processes.in_parts(
        lambda part: paint(html(part, form, title), name, *styles, variant=variant, stamp=_stamp(part, form)),
        parts,
        seconds=seconds,
    )
    return made[0] if len(made) == 1 else joining.joined(made, name)


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


def _stamp(notices: Sequence[Mapping[str, Any]], form: str) -> Stamp | None:
    """Draws each notice's small code on its pages; sheets from before there were such codes have none."""
    spot = LAYOUTS[form].spot
    texts = {facts["number"]: facts["check_url"] for facts in notices if facts.get("check_url")}
    if spot is None or not texts:
        return None
    return lambda pdf, starts, pages: stamping.stamp(pdf, starts, pages, texts, spot)


def _title(notices: Sequence[Mapping[str, Any]]) -> str:
    first = notices[0]
    whose = first["site"]["name"] if len(notices) == 1 else f"{len(notices)}份"
    return f"{first['title']}（{whose}）"
