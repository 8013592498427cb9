"""The first page and the part of it that is asked for every few seconds: one context, one template."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from emergency_ops.lib import clock
from incidents.monitoring.patrols.queries import my_rounds
from resources.staff.access import person_of
from resources.staff.models import Person

from . import queries


def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/page.html", situation(person_of(request), clock.now()))


def dashboard_live(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/_live.html", situation(person_of(request), clock.now()))


def situation(person: Person, now: datetime) -> dict[str, Any]:
    return {
        "now": now,
        "tally": queries.tally(person, now),
        "incidents": queries.most_urgent(person),
        "warnings": queries.open_warnings(person),
        "rounds": my_rounds(person, now)[:3],
        "unread": queries.unread(person),
        "late_sweeps": queries.late_sweeps(now),
    }
