"""What an answer may name in braces, so that a number that changes is changed in one place: {hotline}."""

import re
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Final[Mapping[str, str | Promise]] = {
    "hotline": _("热线号码"),
    "organisation": _("单位名称"),
    "status": _("公告网页的网址"),
}
_BRACES: Final = re.compile(r"\{([^{}]{0,60})\}")


def unknown(*texts: str) -> list[str]:
    """What stands in braces and is no placeholder, each once, in order of appearance. Spaces count: {hotline } is unknown."""
    found = (name for text in texts for name in _BRACES.findall(text))
    return [name for name in dict.fromkeys(found) if name not in NAMES]


def filled(text: str) -> str:
    """The text as it is read. What is unknown stays as it was written."""
    values = {
        "hotline": settings.HOTLINE,
        "organisation": settings.ORGANISATION_NAME,
        "status": f"{settings.SITE_URL.rstrip('/')}/status/",
    }
    return _BRACES.sub(lambda match: values.get(match[1], match[0]), text)
