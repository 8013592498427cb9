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
    if label:
        reference = _reference(name)
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, reference)
    return _hidden(name)


@cache
def _hidden(name: str) -> SafeString:
    """A page has a hundred of them, all alike."""
    reference = _reference(name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', reference)


def _reference(name: str) -> str:
    if name not in icon_names():
        raise KeyError(name)
    return f"{static(SPRITE)}#{name}"
