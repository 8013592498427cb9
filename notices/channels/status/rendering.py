"""Pages as bytes. Links are relative, so that an answer and a file of the copy are written alike."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from notices.content.choices import Language

from . import telling
from .pages import Page

LANGUAGES: Final = (Language.ZH, Language.EN)
_STATIC: Final = Path(settings.BASE_DIR) / "emergency_ops" / "static"
#: one file: colours, the dark ones and the strong ones where they are asked for, and the page's own
_SHEETS: Final = (
    ("tokens.css", ""),
    ("theme-dark.css", "screen and (prefers-color-scheme: dark)"),
    ("theme-contrast.css", "screen and (prefers-contrast: more)"),
    ("status.css", ""),
    ("status-notices.css", ""),
    ("status-lists.css", ""),
    ("status-screens.css", ""),
)
_ICONS: Final = (
    "exclamation-triangle", "check-circle", "wrench-screwdriver", "question-mark-circle", "minus-circle",
    "magnifying-glass", "phone", "clock", "map-pin", "rss", "chevron-right", "device-phone-mobile", "document-text",
    "calendar-days", "arrow-path", "language", "archive-box", "megaphone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page. copied_at: when the copy was made, None in the application. with_sites: codes of the sites whose
    pages the copy has; in the application all have one.
    """

    language: str
    now: datetime
    copied_at: datetime | None = None
    with_sites: frozenset[str] = frozenset()


def render(page: Page, frame: Frame) -> bytes:
    with override(frame.language):
        return get_template(page.template).render(_context(page, frame)).encode()


def address(language: str, path: str) -> str:
    """From the status page's own: en/sites/310101-0001/."""
    return f"{prefix(language)}{quote(path)}"


def prefix(language: str) -> str:
    return "" if language == Language.ZH else "en/"


def absolute(language: str, path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}/status/{address(language, path)}"


@cache
def stylesheet() -> str:
    """All that the pages need, in one file."""
    parts = []
    for name, media in _SHEETS:
        text = (_STATIC / "css" / name).read_text("utf-8")
        parts.append(f"@media {media} {{\n{text}}}\n" if media else text)
    return "\n".join(parts)


@cache
def stylesheet_name() -> str:
    """Changes with the content, so that browsers may keep the file for ever."""
    return f"style.{hashlib.sha256(stylesheet().encode()).hexdigest()[:10]}.css"


@cache
def icons() -> SafeString:
    """The symbols of the icons that the pages use; they are in the page itself, because a copy has no other files."""
    sprite = (_STATIC / "icons" / "heroicons.svg").read_text("utf-8")
    found = dict(re.findall(r'(?s)<symbol id="([^"]+)"(.*?</symbol>)', sprite))
    return mark_safe("".join(f'<symbol id="{name}"{found[name]}' for name in _ICONS))  # noqa: S308 - our own file


@cache
def favicon() -> str:
    """As a data: address."""
    content = base64.b64encode((_STATIC / "icons" / "favicon.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{content}"


def _context(page: Page, frame: Frame) -> dict[str, Any]:
    up = "../" * page.path.count("/")
    other = Language.EN if frame.language == Language.ZH else Language.ZH
    root = up if frame.language == Language.ZH else f"{up}../"
    surroundings: Mapping[str, Any] = {
        "page": page,
        "base": up or "./",
        "root": root or "./",
        "other": f"{root}{address(other, page.path)}" or "./",
        "other_language": telling.html_language(other),
        "language": frame.language,
        "html_language": telling.html_language(frame.language),
        "canonical": absolute(frame.language, page.path),
        "alternate": absolute(other, page.path),
        "live": absolute(frame.language, page.path),
        "site_url": settings.SITE_URL.rstrip("/"),
        "stylesheet": f"{root}{stylesheet_name()}",
        "icons": icons(),
        "favicon": favicon(),
        "now": frame.now,
        "copied_at": frame.copied_at,
        "with_sites": frame.with_sites,
        "organisation": settings.ORGANISATION_NAME,
        "hotline": settings.HOTLINE,
    }
    return {**surroundings, **page.context}
