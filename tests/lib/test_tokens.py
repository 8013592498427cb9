"""Every theme's text is readable: WCAG contrast of the pairs of colours that the components use."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "emergency_ops" / "static" / "css"
TONES = ["neutral", "info", "ok", "warn", "serious", "danger", "critical"]
SURFACES = ["page", "panel", "sunken", "hover"]
PAIRS = [
    *((ink, surface) for ink in ("ink", "ink-2", "ink-3", "accent") for surface in SURFACES),
    *((tone, f"{tone}-soft") for tone in TONES),
    *((tone, "panel") for tone in TONES if tone != "critical"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bar", "bar"),
    ("on-bar-2", "bar"),
    ("on-bar", "bar-hover"),
]


def colours(*files):
    found: dict[str, str] = {}
    for file in files:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / file).read_text()))
    return found


THEMES = {
    "light": colours("tokens.css"),
    "dark": colours("tokens.css", "theme-dark.css"),
    "contrast": colours("tokens.css", "theme-contrast.css"),
}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_is_readable(theme, text, surface):
    minimum = 7 if theme == "contrast" else 4.5
    assert contrast(THEMES[theme][text], THEMES[theme][surface]) >= minimum


@pytest.mark.parametrize("theme", THEMES)
def test_controls_have_visible_edges(theme):
    assert contrast(THEMES[theme]["control-line"], THEMES[theme]["panel"]) >= 3


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_a_theme_replaces_every_colour(theme):
    assert colours("tokens.css").keys() == colours(f"theme-{theme}.css").keys()
