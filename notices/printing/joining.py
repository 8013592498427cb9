"""The parts of a large document as one."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Final

import pypdfium2

from emergency_ops.lib.paper.printed import Printed

RANDOM_IDENTIFIER: Final = re.compile(rb"<[0-9A-F]{32}>")


def joined(parts: Sequence[Printed], name: bytes) -> Printed:
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
