"""QR codes in photos: for browsers that cannot read them, and for those without script."""

from typing import Final

import zxingcpp
from PIL import Image

from . import pictures

#: of a photo that is looked at; a phone's are about four
MOST_BYTES: Final = 15 * 1024 * 1024
#: pixels of the longer side: enough for a code that fills a tenth of the picture
LONGEST: Final = 2400
FORMATS: Final = ("JPEG", "PNG", "WEBP")


class TooLarge(ValueError):
    """More bytes than we look at."""


def read_qr(content: bytes) -> list[str]:
    """What the QR codes in a picture say, the largest first. Raises TooLarge, pictures.Unreadable, pictures.TooManyPixels."""
    if len(content) > MOST_BYTES:
        raise TooLarge
    picture = pictures.within(pictures.opened(content, FORMATS), LONGEST)
    found = _read(picture)
    return [code.text for code in sorted(found, key=_area, reverse=True) if code.text]


def _read(picture: Image.Image) -> list[zxingcpp.Barcode]:
    return list(
        zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    )


def _area(code: zxingcpp.Barcode) -> int:
    place = code.position
    return abs(place.bottom_right.x - place.top_left.x) * abs(place.bottom_right.y - place.top_left.y)
