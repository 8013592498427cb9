"""What the wall shows, kept for a few seconds: ten walls of one region cost as much as one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from emergency_ops.lib.caching import kept, renewed

from . import presenting
from .mapping import Picture, draw
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
    payments: Payments
    heard_at: datetime | None
    digest: str


def situation(prefixes: Prefixes, now: datetime) -> dict[str, Any]:
    found = kept(_key("now", prefixes), NOW_KEPT, lambda: _situation(prefixes, now))
    return {
        "now": now,
        "tally": found.incidents.tally,
        "cases": [presenting.case_view(case, now) for case in found.incidents.cases],
        "more": found.incidents.more,
        "serving": found.serving,
        "duty": presenting.duty_views(found.duty),
        "health": presenting.health_view(found.health, drawn(prefixes, now).heard_at, now),
    }


def picture(prefixes: Prefixes, now: datetime, *, newer: bool = False) -> dict[str, Any]:
    """newer: at most PICTURE_AGE old. The words are kept too, by language: a map has hundreds of tiles."""
    found = drawn(prefixes, now)
    if newer and now - found.at > PICTURE_AGE:
        found = renewed(_key("picture", prefixes), PICTURE_KEPT, lambda: _drawn(prefixes, now))
    shown = kept(f"wall:shown:{found.digest}:{get_language()}", PICTURE_KEPT, lambda: _shown(found))
    return {"shown": shown, "digest": found.digest}


def drawn(prefixes: Prefixes, now: datetime) -> Drawn:
    return kept(_key("picture", prefixes), PICTURE_KEPT, lambda: _drawn(prefixes, now))


def _shown(found: Drawn) -> str:
    methods = presenting.method_views(found.payments)
    return render_to_string("wall/_shown.html", {"picture": found.picture, "methods": methods})


def _situation(prefixes: Prefixes, now: datetime) -> Situation:
    return Situation(
        now, open_incidents(prefixes, now), serving(prefixes, now), dict(on_duty(prefixes, now)), health(now)
    )


def _drawn(prefixes: Prefixes, now: datetime) -> Drawn:
    found = network(prefixes, now)
    shown, paid = draw(found), payments(prefixes, now)
    digest = hashlib.sha256(repr((shown, paid)).encode()).hexdigest()[:16]
    return Drawn(now, shown, paid, found.heard_at, digest)


def _key(part: str, prefixes: Prefixes) -> str:
    return f"wall:{part}:{'.'.join(prefixes)}"
