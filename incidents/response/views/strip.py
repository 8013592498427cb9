"""The terminals of an incident over time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from incidents.response.access import incident_or_404
from incidents.response.extent.strips import strip_of
from resources.staff.access import person_of


@require_safe
def strip(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment for htmx, else a page."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    template = "response/_strip.html" if request.headers.get("HX-Request") else "response/strip.html"
    return render(request, template, {"incident": incident, "strip": strip_of(person, incident, clock.now())})
