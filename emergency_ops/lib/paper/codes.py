"""QR codes as pictures in a printed page."""

import base64
from io import BytesIO
from typing import Final

import segno
from PIL import Image

MASK: Final = 3
QUIET_ZONE: Final = 4
#: a module's
PIXELS: Final = 5


def image(text: str) -> str:
    """A PNG data URI of the QR code: error correction M, four modules of quiet zone, five pixels a module."""
    matrix = symbol(text).matrix
    size = len(matrix)
    modules = Image.frombytes("L", (size, size), b"".join(matrix)).point(lambda dark: 0 if dark else 255)
    page = Image.new("L", (size + 2 * QUIET_ZONE,) * 2, 255)
    page.paste(modules, (QUIET_ZONE, QUIET_ZONE))
    out = BytesIO()
    page.resize((page.width * PIXELS,) * 2, Image.Resampling.NEAREST).convert("1").save(out, "png")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def symbol(text: str) -> segno.QRCode:
    """The QR code, always with the same mask: our addresses end in a token or an HMAC, which are as good as noise."""
    return segno.make_qr(text, error="m", boost_error=False, mask=MASK)
