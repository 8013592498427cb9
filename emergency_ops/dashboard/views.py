"""The first page and the part of it that is asked for every few seconds: one context, one template."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from emergency_ops.lib import clock, desk
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from emergency_ops.wall.queries.health import health
from incidents.escalation.access import KEEPERS
from resources.staff.access import person_of
from resources.staff.models import Person

from . import queries

#: those who look at the whole before they look at what is theirs
OVERSEERS = frozenset({*COORDINATORS, Role.PUBLISHER, Role.AUDITOR, Role.ADMINISTRATOR})


def dashboard(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    empty = {"is_empty": queries.house_is_empty(), "may_set_up": has_role(person, Role.ADMINISTRATOR, Role.MANAGER)}
    return render(request, "dashboard/page.html", {**situation(person, clock.now()), **empty})


def dashboard_live(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/_live.html", situation(person_of(request), clock.now()))


def situation(person: Person, now: datetime) -> dict[str, Any]:
    cards = desk.shown(person, now)
    return {
        "now": now,
        "tally": queries.tally(person, now),
        "cards": [card for card in cards if card.rows],
        "quiet": [card for card in cards if not card.rows],
        "oversees": has_role(person, *OVERSEERS),
        "warnings": queries.open_warnings(person),
        "unread": queries.unread(person),
        "late_sweeps": health(now).late,
        "may_see_system": has_role(person, *KEEPERS),
    }
