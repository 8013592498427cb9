"""From the stored facts of notices to the bytes of one PDF. No database: the same facts give the same bytes."""

import gc
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any, Final

import pydyf
import pypdfium2
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from . import fonts, processes, qr, rules
from .typesetting import address, name, typeset

#: notices that one process sets at most; keeps a large document's memory in bounds as well
PART: Final = 50
RANDOM_IDENTIFIER: Final = re.compile(rb"<[0-9A-F]{32}>")
STYLESHEET: Final = Path(__file__).parent / "assets" / "notice.css"


@dataclass(frozen=True, slots=True)
class Printed:
    """A rendered document. `starts` says on which page (from 1) the notice of a number begins."""

    pdf: bytes
    pages: int
    starts: Mapping[str, int]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def render(notices: Sequence[Mapping[str, Any]]) -> Printed:
    """One document with these notices (their stored facts), each on a page of its own.

    Raises fonts.FontMissing, processes.PartFailed.
    """
    fonts.require()
    name, title = identifier(notices), _title(notices)
    size = ceil(len(notices) / ceil(len(notices) / PART))
    parts = [notices[at : at + size] for at in range(0, len(notices), size)]
    if len(parts) == 1:
        return paint(html(notices, title), name)
    _typography()
    return _joined(processes.in_parts(lambda part: paint(html(part, title), name), parts), name)


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


def paint(source: str, file_identifier: bytes) -> Printed:
    """Lay the HTML out and write the PDF, with one font configuration and one parsed style sheet a process."""
    font_config, stylesheet = _typography()
    page = HTML(string=source, url_fetcher=NoFetching())
    out = BytesIO()
    with _uncollected():
        document = page.render(stylesheets=[stylesheet], font_config=font_config)
        document.write_pdf(out, pdf_identifier=file_identifier, finisher=_print_as_designed)
    return Printed(out.getvalue(), len(document.pages), _starts(document))


def identifier(notices: Sequence[Mapping[str, Any]]) -> bytes:
    """The PDF's file identifier, from the facts alone."""
    return hashlib.sha256(json.dumps(notices, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32].encode()


class NoFetching(URLFetcher):  # type: ignore[misc]
    """Only what is inside the document itself: nothing that a name or address says can make the worker call out."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)


def _shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    setting = rules.setting(facts)
    return {
        **facts,
        "setting": setting.name,
        "site": name(facts["site"]["name"], rules.SITE_LINE),
        "lead": typeset(facts["lead"], setting.full_width),
        "facts": _rows(facts["facts"], setting),
        "ways": _rows(facts["ways"], setting),
        "qr": qr.image(facts["url"]),
        "short_url": address(qr.short_url(facts["url"])),
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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without cyclic garbage collection: it would look through all boxes of all pages again and again for nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@lru_cache(maxsize=1)
def _typography() -> tuple[FontConfiguration, CSS]:
    font_config = FontConfiguration()
    return font_config, CSS(filename=str(STYLESHEET), font_config=font_config, url_fetcher=NoFetching())


def _print_as_designed(document: Document, pdf: pydyf.PDF) -> None:
    """Ask the viewer for true size and one side: a scaled code may be too small, a notice on a back is not seen."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"PrintScaling": "/None", "Duplex": "/Simplex"})


def _starts(document: Document) -> dict[str, int]:
    starts: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            starts.setdefault(anchor, number)
    return starts
