"""From the stored facts of notices to the bytes of one PDF. No database: the same facts give the same bytes."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any, Final

import pypdfium2
from django.template.loader import render_to_string

from emergency_ops.lib.paper import codes, fonts
from emergency_ops.lib.paper.press import paint, stylesheet
from emergency_ops.lib.paper.printed import Printed, identifier
from emergency_ops.lib.paper.typesetting import address, name, typeset
from incidents.response.online import signing

from . import processes, rules

#: notices that one process sets at most; keeps a large document's memory in bounds as well
PART: Final = 50
RANDOM_IDENTIFIER: Final = re.compile(rb"<[0-9A-F]{32}>")
STYLESHEET: Final = Path(__file__).parent / "assets" / "notice.css"


def render(notices: Sequence[Mapping[str, Any]]) -> Printed:
    """One document with these notices (their stored facts), each on a page of its own.

    Raises fonts.FontMissing, processes.PartFailed.
    """
    fonts.require()
    name, title = identifier(notices), _title(notices)
    size = ceil(len(notices) / ceil(len(notices) / PART))
    parts = [notices[at : at + size] for at in range(0, len(notices), size)]
    if len(parts) == 1:
        return paint(html(notices, title), name, STYLESHEET)
    stylesheet(STYLESHEET)
    return _joined(processes.in_parts(lambda part: paint(html(part, title), name, STYLESHEET), parts), name)


def html(notices: Sequence[Mapping[str, Any]], title: str = "") -> str:
    first = notices[0]
    context = {
        "title": title or _title(notices),
        "author": first["organisation"],
        "created": first["issued_at"],
        "drill": first["drill"],
        "notices": [_shown(facts) for facts in notices],
    }
    return render_to_string("notices/print/document.html", context)


def _title(notices: Sequence[Mapping[str, Any]]) -> str:
    first = notices[0]
    whose = first["site"]["name"] if len(notices) == 1 else f"{len(notices)}份"
    return f"{first['title']}（{whose}）"


def _shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    setting = rules.setting(facts)
    return {
        **facts,
        "setting": setting.name,
        "site": name(facts["site"]["name"], rules.SITE_LINE),
        "lead": typeset(facts["lead"], setting.full_width),
        "facts": _rows(facts["facts"], setting),
        "ways": _rows(facts["ways"], setting),
        "qr": codes.image(facts["url"]),
        "short_url": address(signing.short_url(facts["url"])),
    }


def _rows(rows: Sequence[Sequence[str]], setting: rules.Setting) -> list[tuple[str, str]]:
    """Labels are filled up to five ems with ideographic spaces, which is what the style sheet indents a row by."""
    return [(label.ljust(5, "\u3000"), typeset(text, setting.value_width)) for label, text in rows]


def _joined(parts: Sequence[Printed], name: bytes) -> Printed:
    """The parts' pages in one document, which keeps the first part's title, dates and wishes to the printer."""
    whole = pypdfium2.PdfDocument(parts[0].pdf)
    starts = dict(parts[0].starts)
    for part in parts[1:]:
        starts |= {number: page + len(whole) for number, page in part.starts.items()}
        following = pypdfium2.PdfDocument(part.pdf)
        whole.import_pages(following)
        following.close()
    out = BytesIO()
    whole.save(out)
    pages = len(whole)
    whole.close()
    return Printed(_identified(out.getvalue(), name), pages, starts)


def _identified(pdf: bytes, name: bytes) -> bytes:
    """PDFium puts a random number into the trailer; ours comes from the facts, so that the bytes do too."""
    head, trailer, tail = pdf.rpartition(b"trailer")
    return head + trailer + RANDOM_IDENTIFIER.sub(b"<" + name.upper() + b">", tail, count=1)
