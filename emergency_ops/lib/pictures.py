"""Pictures that people send: decoded and encoded anew, upright, so that nothing else is in them (no place, no camera, no script)."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS: Final = 50_000_000
#: of what is not decoded in a smaller size right away, as a JPEG is: a few kilobytes can hold hundreds of megabytes
MOST_WHOLE_PIXELS: Final = 16_000_000
_BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


class Unreadable(ValueError):
    """Not a whole picture of one of the formats."""


class TooManyPixels(ValueError):
    """More pixels than we decode."""


def opened(content: bytes, formats: tuple[str, ...]) -> Image.Image:
    """The picture, its pixels not decoded yet. `formats` of JPEG, PNG, WEBP. Raises Unreadable and TooManyPixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=formats)
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise Unreadable from error
    if not _is_whole(content, image.format):
        raise Unreadable
    if image.width * image.height > (MOST_PIXELS if image.format == "JPEG" else MOST_WHOLE_PIXELS):
        raise TooManyPixels
    return image


def upright(image: Image.Image) -> Image.Image:
    """As it was held, in RGB, on white. Raises Unreadable."""
    try:
        return _on_white(ImageOps.exif_transpose(image))
    except _BROKEN as error:
        raise Unreadable from error


def within(image: Image.Image, longest: int) -> Image.Image:
    """Upright, and scaled down so that neither side is longer than `longest` pixels. Raises Unreadable."""
    try:
        image.draft("RGB", (longest, longest))
        held = upright(image)
        held.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    except _BROKEN as error:
        raise Unreadable from error
    return held


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """A JPEG of the pixels alone."""
    encoded = io.BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(encoded, "JPEG", quality=quality, optimize=True)
    return encoded.getvalue()


def _is_whole(content: bytes, file_format: str | None) -> bool:
    """Whether the end of the picture is there. Pillow does not tell where another library lets it read torn files."""
    if file_format == "PNG":
        return b"IEND" in content[-64:]
    if file_format == "WEBP":
        return len(content) >= int.from_bytes(content[4:8], "little") + 8
    return content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda")


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent becomes white, not black."""
    if image.mode not in {"RGBA", "LA", "PA", "P"}:
        return image.convert("RGB")
    colours = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", colours.size, "white"), colours).convert("RGB")
