"""Photos for badges: what comes is decoded, turned upright, cut to 3:4 and encoded anew, so that nothing else is in it."""

import io
import warnings
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from emergency_ops.lib.errors import Invalid

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
#: pixels of the stored photo: 22 × 29 mm at 350 dpi
SIZE = (300, 400)
_LEAST = 120
_FORMATS = ("JPEG", "PNG")


def encode(upload: IO[bytes], size: int) -> bytes:
    """A small JPEG of an uploaded JPEG or PNG of `size` bytes, without metadata. Raises Invalid with what to do instead."""
    if size > MOST_BYTES:
        raise Invalid(
            "photo_too_large", _("照片不能超过 %(most)d MB，请缩小后再上传。"), most=MOST_BYTES // 1024 // 1024
        )
    content = upload.read()
    image = _opened(content)
    if not _is_whole(content, image.format):
        raise _unreadable()
    if image.width * image.height > MOST_PIXELS:
        raise Invalid("photo_too_many_pixels", _("照片的像素太多，请缩小后再上传。"))
    if min(image.size) < _LEAST:
        raise Invalid("photo_too_small", _("照片太小，宽和高至少 %(least)d 像素。"), least=_LEAST)
    try:
        upright = ImageOps.exif_transpose(image)
        fitted = ImageOps.fit(_on_white(upright), SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    except (OSError, ValueError, SyntaxError) as error:
        raise _unreadable() from error
    encoded = io.BytesIO()
    Image.frombytes("RGB", fitted.size, fitted.tobytes()).save(encoded, "JPEG", quality=85, optimize=True)
    return encoded.getvalue()


def _is_whole(content: bytes, file_format: str | None) -> bool:
    """Whether the end of the picture is there. Pillow does not tell where another library lets it read torn files."""
    if file_format == "PNG":
        return b"IEND" in content[-64:]
    return content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda")


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _unreadable() from error


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent becomes white, not black."""
    if image.mode not in {"RGBA", "LA", "PA", "P"}:
        return image.convert("RGB")
    colours = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", colours.size, "white"), colours).convert("RGB")


def _unreadable() -> Invalid:
    return Invalid("photo_unreadable", _("这不是可以读取的 JPEG 或 PNG 照片，请换一张。"))
