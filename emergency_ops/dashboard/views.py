"""The first page and the parts of it that are asked for every few seconds: one context and one template each."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from emergency_ops.lib import clock, desk
from emergency_ops.lib.roles import Role, has_role
from emergency_ops.wall.queries.health import health
from incidents.escalation.access import KEEPERS
from incidents.escalation.queries import unread_count
from resources.staff.access import person_of
from resources.staff.models import Person

from . import queries


def dashboard(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    now = clock.now()
    empty = {"is_empty": queries.house_is_empty(), "may_set_up": has_role(person, Role.ADMINISTRATOR, Role.MANAGER)}
    more = {"has_rest": desk.has_rest(person), "rest": rest(person, now) if "all" in request.GET else None}
    return render(request, "dashboard/page.html", {**situation(person, now), **empty, **more})


def dashboard_live(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/_live.html", situation(person_of(request), clock.now()))


def dashboard_rest(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/_cards.html", rest(person_of(request), clock.now()))


def rest(person: Person, now: datetime) -> dict[str, Any]:
    """The cards after the first ones."""
    return _sorted(desk.rest(person, now))


def situation(person: Person, now: datetime) -> dict[str, Any]:
    return {
        "now": now,
        "tally": queries.tally(person, now),
        **_sorted(desk.first(person, now)),
        "warnings": queries.open_warnings(person),
        "unread": unread_count(person),
        "late_sweeps": health(now).late,
        "may_see_system": has_role(person, *KEEPERS),
    }


def _sorted(cards: list[desk.Shown]) -> dict[str, Any]:
    return {"cards": [card for card in cards if card.rows], "quiet": [card for card in cards if not card.rows]}
