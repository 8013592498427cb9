"""QR codes as pictures in a printed page."""

import base64
from io import BytesIO
from typing import Final

import segno

MASK: Final = 3
QUIET_ZONE: Final = 4


def image(text: str) -> str:
    """A PNG data URI of the QR code: error correction M, four modules of quiet zone, five pixels a module."""
    out = BytesIO()
    symbol(text).save(out, kind="png", border=QUIET_ZONE, scale=5)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def symbol(text: str) -> segno.QRCode:
    """The QR code, always with the same mask: our addresses end in a token or an HMAC, which are as good as noise."""
    return segno.make_qr(text, error="m", boost_error=False, mask=MASK)
