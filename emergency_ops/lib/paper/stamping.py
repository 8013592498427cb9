"""Small codes drawn on finished pages. What repeats on each page of a part of a document as an element makes the typesetter lay
every page out twice; a code drawn afterwards costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pydyf

from . import codes

_MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a page, in millimetres from its upper left corner, and how wide the symbol is without its quiet zone."""

    left: float
    top: float
    size: float


def stamp(pdf: pydyf.PDF, starts: Mapping[str, int], pages: int, texts: Mapping[str, str], spot: Spot) -> None:
    """Draw on each page the code of the part that it belongs to. texts: by the anchor with which a part starts."""
    before = pydyf.Stream([b"q"])
    pdf.add_object(before)
    begins = sorted((page, anchor) for anchor, page in starts.items() if anchor in texts)
    for at, (first, anchor) in enumerate(begins):
        last = begins[at + 1][0] - 1 if at + 1 < len(begins) else pages
        picture = _mask(texts[anchor])
        for number in range(first, last + 1):
            _add(pdf, number, before, picture, spot)


def _add(pdf: pydyf.PDF, number: int, before: pydyf.Stream, picture: bytes, spot: Spot) -> None:
    page = pdf.objects[pdf.pages["Kids"][3 * (number - 1)]]
    size = spot.size * _MM
    x, y = spot.left * _MM, float(page["MediaBox"][3]) - spot.top * _MM - size
    place = f"Q /Artifact BMC q 0 g {size:.3f} 0 0 {size:.3f} {x:.3f} {y:.3f} cm".encode()
    after = pydyf.Stream([place, picture, b"Q EMC"], compress=True)
    pdf.add_object(after)
    page["Contents"] = pydyf.Array([before.reference, page["Contents"], after.reference])


def _mask(text: str) -> bytes:
    """The symbol as an inline image mask: bits that are 0 are painted."""
    matrix = codes.symbol(text).matrix
    rows = [_row(row) for row in matrix]
    size = len(matrix)
    return f"BI /W {size} /H {size} /IM true /BPC 1 /F /AHx ID {''.join(rows)}> EI".encode()


def _row(modules: bytearray) -> str:
    """A row's bits, filled up to whole bytes, in hexadecimal digits."""
    bits = "".join("0" if dark else "1" for dark in modules)
    bits += "1" * (-len(bits) % 8)
    return f"{int(bits, 2):0{len(bits) // 4}X}"
