"""Photos for badges: what comes is decoded, turned upright, cut to 3:4 and encoded anew, so that nothing else is in it."""

from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from emergency_ops.lib import pictures
from emergency_ops.lib.errors import Invalid

MOST_BYTES = 8 * 1024 * 1024
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
    try:
        image = pictures.opened(upload.read(), _FORMATS)
        if min(image.size) < _LEAST:
            raise Invalid("photo_too_small", _("照片太小，宽和高至少 %(least)d 像素。"), least=_LEAST)
        return pictures.jpeg(_cut(pictures.upright(image)))
    except pictures.TooManyPixels as error:
        raise Invalid("photo_too_many_pixels", _("照片的像素太多，请缩小后再上传。")) from error
    except pictures.Unreadable as error:
        raise Invalid("photo_unreadable", _("这不是可以读取的 JPEG 或 PNG 照片，请换一张。")) from error


def _cut(image: Image.Image) -> Image.Image:
    return ImageOps.fit(image, SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.35))
