"""The web app manifest: what a phone shows of the installed application, in the language of whoever installs it."""

from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from .icons import ICONS

#: the bar and the page of the light and of the dark theme (css/tokens.css, css/theme-dark.css)
LIGHT: Final = ("#1a2836", "#f2f4f6")
DARK: Final = ("#0a0f14", "#0f151b")
#: what a long press on the icon offers
SHORTCUTS: Final[tuple[tuple[str | Promise, str], ...]] = (
    (gettext_lazy("我的巡检"), "patrols:mine"),
    (gettext_lazy("处置任务"), "tasks:mine"),
    (gettext_lazy("我的窗口"), "incidents:my_counters"),
    (gettext_lazy("扫码"), "scanning:page"),
)


def manifest() -> dict[str, Any]:
    """In the language that is active."""
    return {
        "id": "/",
        "name": f"{settings.ORGANISATION_NAME} · {gettext('应急指挥')}",
        "short_name": gettext("应急指挥"),
        "description": gettext("自助缴费终端应急：巡检、任务、窗口、张贴、扫码。"),
        "lang": "zh-Hans" if get_language() == "zh-hans" else get_language(),
        "dir": "ltr",
        "start_url": f"{reverse('dashboard')}?from=app",
        "scope": "/",
        "display": "standalone",
        "orientation": "any",
        "theme_color": LIGHT[0],
        "background_color": LIGHT[1],
        "user_preferences": {"color_scheme": {"dark": {"theme_color": DARK[0], "background_color": DARK[1]}}},
        "categories": ["business", "productivity"],
        "icons": [_picture(icon.name, icon.side, icon.purpose) for icon in ICONS],
        "shortcuts": [
            {"name": str(label), "url": reverse(name), "icons": [_picture("app-192.png", 192, "any")]}
            for label, name in SHORTCUTS
        ],
    }


def _picture(name: str, side: int, purpose: str) -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
