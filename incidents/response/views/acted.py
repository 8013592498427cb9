"""Who answers for an incident, and what somebody did in another's place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from incidents.response import posts
from incidents.response.access import incident_or_404, incidents_for
from incidents.response.models import TimelineEntry
from incidents.response.timeline import sentence
from resources.staff.access import person_of
from resources.staff.access_absences import handover_or_404

ROWS = 30


@require_safe
def responsible(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: who acts for each post that the incident calls, and why."""
    incident = incident_or_404(person_of(request), number)
    return render(request, "response/_responsible.html", {"posts": posts.responsible(incident, clock.now())})


@require_safe
def for_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: what the taker of a handover did for its giver while these were away, in incidents that the reader sees."""
    person = person_of(request)
    handover = handover_or_404(person, pk)
    period = handover.absence.period
    done = TimelineEntry.objects.filter(
        actor=handover.taker_id, acting_for=handover.giver_id, at__gte=period.lower, at__lt=period.upper
    )
    seen = done.filter(incident__in=incidents_for(person)).select_related("incident").order_by("-at", "-id")[:ROWS]
    entries = [(entry, sentence(entry)) for entry in seen] if handover.taker_id else []
    return render(request, "response/_acted.html", {"entries": entries})
