"""From HTML to the bytes of a PDF. Nothing is fetched, and the same HTML gives the same bytes."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

import pydyf
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from .printed import Printed

#: (the PDF, on which page each anchor begins, how many pages)
Stamp = Callable[[pydyf.PDF, Mapping[str, int], int], None]

_ANYTHING: Final = "<html lang='zh-CN'><title>.</title><body><p>永<b>永</b></html>"


class NoFetching(URLFetcher):  # type: ignore[misc]
    """Only what is inside the document itself: nothing that a name or address says can make the worker call out."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)


def paint(
    source: str, file_identifier: bytes, *stylesheets: Path, variant: str | None = None, stamp: Stamp | None = None
) -> Printed:
    """Lay the HTML out and write the PDF, with one font configuration and one parsed copy of a style sheet a process.

    variant: one of WeasyPrint's, like "pdf/a-2a". stamp: draws on finished pages, see stamping.
    """
    styles = [stylesheet(path) for path in stylesheets]
    page = HTML(string=source, url_fetcher=NoFetching())
    out = BytesIO()
    with _uncollected():
        document = page.render(stylesheets=styles, font_config=_font_config(), pdf_variant=variant)
        starts = _starts(document)

        def finish(document: Document, pdf: pydyf.PDF) -> None:
            _print_as_designed(document, pdf)
            if stamp is not None:
                stamp(pdf, starts, len(document.pages))

        document.write_pdf(out, pdf_identifier=file_identifier, pdf_variant=variant, finisher=finish)
    return Printed(out.getvalue(), len(document.pages), starts)


@lru_cache(maxsize=32)
def warm_up(*stylesheets: Path) -> None:
    """Parse the style sheets and load what setting a first line loads, so that forked copies have it."""
    paint(_ANYTHING, b"0" * 32, *stylesheets)


@lru_cache(maxsize=32)
def stylesheet(path: Path) -> CSS:
    return CSS(filename=str(path), font_config=_font_config(), url_fetcher=NoFetching())


@lru_cache(maxsize=1)
def _font_config() -> FontConfiguration:
    return FontConfiguration()


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


def _print_as_designed(document: Document, pdf: pydyf.PDF) -> None:
    """Ask the viewer for true size and one side: a scaled code may be too small, a sheet on a back is not seen."""
    wishes = pdf.catalog.get("ViewerPreferences") or {}
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({**wishes, "PrintScaling": "/None", "Duplex": "/Simplex"})


def _starts(document: Document) -> dict[str, int]:
    starts: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            starts.setdefault(anchor, number)
    return starts
