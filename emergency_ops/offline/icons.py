"""The icons of the installed application, drawn from icons/favicon.svg: run by `manage draw_icons` when that has changed."""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdfium2
from django.conf import settings
from PIL import Image
from weasyprint import HTML

FOLDER: Final = Path(settings.STATICFILES_DIRS[0]) / "icons"
#: what a mask of any shape leaves of an icon: the circle of four fifths of its width
SAFE: Final = 0.8
_ROUNDED: Final = re.compile(r'\srx="[^"]*"')


@dataclass(frozen=True, slots=True)
class Icon:
    """A PNG of so many pixels a side. whole: up to its edges, the sign within what a mask leaves."""

    name: str
    side: int
    whole: bool = False

    @property
    def purpose(self) -> str:
        return "maskable" if self.whole else "any"


ICONS: Final = (
    Icon("app-192.png", 192),
    Icon("app-512.png", 512),
    Icon("app-maskable-192.png", 192, whole=True),
    Icon("app-maskable-512.png", 512, whole=True),
)
#: iOS rounds the corners itself
APPLE: Final = Icon("apple-touch-icon.png", 180, whole=True)


def draw(icon: Icon) -> bytes:
    """The icon as a PNG."""
    svg = (FOLDER / "favicon.svg").read_text(encoding="utf-8")
    if icon.whole:
        svg = _within_mask(svg)
    page = (
        f"@page{{size:{icon.side}px;margin:0}}html,body{{margin:0}}svg{{display:block;width:100%;height:{icon.side}px}}"
    )
    pdf = HTML(string=f"<style>{page}</style>{svg}").write_pdf()
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=96 / 72, fill_color=(0, 0, 0, 0), maybe_alpha=True)
    picture = drawn.to_pil().convert("RGBA").crop((0, 0, icon.side, icon.side))
    if icon.whole:  # a page is rounded to points, which leaves its last row half transparent
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, picture.getpixel((4, 4))), picture)
    encoded = io.BytesIO()
    picture.save(encoded, "PNG", optimize=True)
    return encoded.getvalue()


def _within_mask(svg: str) -> str:
    """The ground to the edges, the sign scaled about the middle of its 32 units."""
    moved = f'transform="translate(16 16) scale({SAFE}) translate(-16 -16)"'
    return _ROUNDED.sub("", svg, count=1).replace("<path ", f"<path {moved} ")
