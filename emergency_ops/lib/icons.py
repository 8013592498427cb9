"""Inline icons: one static sprite of symbols, named as in Heroicons."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "icons/heroicons.svg"
_FILE = Path(__file__).resolve().parents[1] / "static" / SPRITE


@cache
def icon_names() -> frozenset[str]:
    """The symbols that the sprite has."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', _FILE.read_text("utf-8")))


def icon(name: str, label: str = "") -> SafeString:
    """An icon, hidden from screen readers unless it has a label. Raises KeyError for a name the sprite does not have."""
    if name not in icon_names():
        raise KeyError(name)
    reference = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, reference)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', reference)
