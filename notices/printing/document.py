"""From the stored facts of notices to the bytes of one PDF. No database: the same facts give the same bytes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pydyf
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from . import fonts, qr, rules
from .typesetting import address, name, typeset

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
    """One document with these notices (their stored facts), each on a page of its own. Raises fonts.FontMissing."""
    fonts.require()
    return paint(html(notices), identifier(notices))


def html(notices: Sequence[Mapping[str, Any]]) -> str:
    first = notices[0]
    whose = first["site"]["name"] if len(notices) == 1 else f"{len(notices)}份"
    context = {
        "title": f"{first['title']}（{whose}）",
        "author": first["organisation"],
        "created": first["issued_at"],
        "drill": first["drill"],
        "notices": [_shown(facts) for facts in notices],
    }
    return render_to_string("notices/print/document.html", context)


def paint(source: str, file_identifier: bytes) -> Printed:
    """Lay the HTML out and write the PDF, with one font configuration and one parsed style sheet a process."""
    font_config, stylesheet = _typography()
    document = HTML(string=source, url_fetcher=NoFetching()).render(stylesheets=[stylesheet], font_config=font_config)
    out = BytesIO()
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
        "facts": [(label, typeset(text, setting.value_width)) for label, text in facts["facts"]],
        "ways": [(label, typeset(text, setting.value_width)) for label, text in facts["ways"]],
        "qr": qr.image(facts["url"]),
        "short_url": address(qr.short_url(facts["url"])),
    }


@lru_cache(maxsize=1)
def _typography() -> tuple[FontConfiguration, CSS]:
    font_config = FontConfiguration()
    return font_config, CSS(filename=str(STYLESHEET), font_config=font_config, url_fetcher=NoFetching())


def _print_as_designed(document: Document, pdf: pydyf.PDF) -> None:
    """Ask the viewer for true size and one side: a scaled code may be too small, a notice on a back is not seen."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"PrintScaling": "/None", "Duplex": "/Simplex"})


def _starts(document: Document) -> dict[str, int]:
    return {anchor: number for number, page in enumerate(document.pages, start=1) for anchor in page.anchors}
