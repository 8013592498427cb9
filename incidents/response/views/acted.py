"""What somebody did in another's place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.response.access import incidents_for
from incidents.response.models import TimelineEntry
from incidents.response.timeline import sentence
from resources.staff.access import person_of
from resources.staff.access_absences import handover_or_404

ROWS = 30


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
