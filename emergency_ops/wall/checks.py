"""Whether the wall's map server can be used as it is written in the settings."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from .placing import DATUMS


@register(Tags.compatibility)
def check_tiles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [Error(text, id=f"wall.E00{number}") for number, text in _faults(settings.WALL_TILES_URL) if text]


def _faults(address: str) -> list[tuple[int, str]]:
    if not address:
        return []
    parts = urlsplit(address)
    is_address = parts.scheme in {"http", "https"} and parts.netloc and not set(parts.netloc) & set("{}; '\"")
    has_places = all(name in address for name in ("{z}", "{x}", "{y}"))
    return [
        (1, "" if is_address else "WALL_TILES_URL must begin with http:// or https:// and the name of a host"),
        (2, "" if has_places else "WALL_TILES_URL must hold {z}, {x} and {y}"),
        (3, "" if settings.WALL_TILES_DATUM in DATUMS else f"WALL_TILES_DATUM must be one of {', '.join(DATUMS)}"),
    ]
