"""What the wall shows, kept for a few seconds: ten walls of one region cost as much as one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from emergency_ops.lib.caching import kept, renewed
from resources.network.regions import name_of_scope

from . import presenting
from .mapping import Picture, draw
from .placing import Geography, TileServer, draw_places
from .queries.coordinates import coordinates
from .queries.health import Health, health
from .queries.incidents import Open, open_incidents
from .queries.network import network
from .queries.payments import Payments, payments
from .queries.people import OnDuty, on_duty
from .queries.substitutes import Serving, serving
from .scope import Prefixes

#: seconds
NOW_KEPT, PICTURE_KEPT = 2, 90
#: a screen that asks for a newer picture gets one that is no older; whoever comes is shown at once what there is
PICTURE_AGE = timedelta(seconds=12)


@dataclass(frozen=True)
class Situation:
    """What changes by the second."""

    at: datetime
    incidents: Open
    serving: Serving
    duty: dict[str, OnDuty]
    health: Health


@dataclass(frozen=True)
class Drawn:
    """What changes slowly; digest: the same picture has the same one."""

    at: datetime
    picture: Picture
    places: Geography | None
    payments: Payments
    heard_at: datetime | None
    digest: str


def situation(prefixes: Prefixes, now: datetime) -> dict[str, Any]:
    found = kept(_key(f"now:{get_language()}", prefixes), NOW_KEPT, lambda: _situation(prefixes, now))
    return {
        "now": now,
        "tally": found.incidents.tally,
        "cases": [presenting.case_view(case, now) for case in found.incidents.cases],
        "more": found.incidents.more,
        "is_roomy": len(found.incidents.cases) <= presenting.ROOMY,
        "serving": found.serving,
        "duty": presenting.duty_views(found.duty),
        "health": presenting.health_view(found.health, drawn(prefixes, now).heard_at, now),
    }


def picture(prefixes: Prefixes, now: datetime, *, newer: bool = False, over_tiles: bool = True) -> dict[str, Any]:
    """newer: at most PICTURE_AGE old. over_tiles: on a map server's tiles, where the settings name one. The words are kept
    too, by language: a map has hundreds of tiles."""
    found = drawn(prefixes, now, over_tiles=over_tiles)
    if newer and now - found.at > PICTURE_AGE:
        part = _key(_part(over_tiles), prefixes)
        found = renewed(part, PICTURE_KEPT, lambda: _drawn(prefixes, now, over_tiles=over_tiles))
    shown = kept(f"wall:shown:{found.digest}:{get_language()}", PICTURE_KEPT, lambda: _shown(found))
    return {"shown": shown, "digest": found.digest}


def drawn(prefixes: Prefixes, now: datetime, *, over_tiles: bool = True) -> Drawn:
    return kept(_key(_part(over_tiles), prefixes), PICTURE_KEPT, lambda: _drawn(prefixes, now, over_tiles=over_tiles))


def _part(over_tiles: bool) -> str:
    return "places" if over_tiles else "picture"


def _shown(found: Drawn) -> str:
    methods = presenting.method_views(found.payments)
    return render_to_string("wall/_shown.html", {"picture": found.picture, "places": found.places, "methods": methods})


def _situation(prefixes: Prefixes, now: datetime) -> Situation:
    return Situation(
        now, open_incidents(prefixes, now), serving(prefixes, now), dict(on_duty(prefixes, now)), health(now)
    )


def _drawn(prefixes: Prefixes, now: datetime, *, over_tiles: bool) -> Drawn:
    found = network(prefixes, now)
    server = tile_server() if over_tiles else None
    places = draw_places(found.places, coordinates(found, prefixes), server) if server else None
    shown, paid = draw(found), payments(prefixes, now)
    digest = hashlib.sha256(repr((shown, places, paid)).encode()).hexdigest()[:16]
    return Drawn(now, shown, places, paid, found.heard_at, digest)


def tile_server() -> TileServer | None:
    """The map server of the settings, if there is one."""
    if not settings.WALL_TILES_URL:
        return None
    return TileServer(settings.WALL_TILES_URL, settings.WALL_TILES_DATUM, settings.WALL_TILES_CREDIT)


def _key(part: str, prefixes: Prefixes) -> str:
    return f"wall:{part}:{name_of_scope(prefixes)}"
