"""The notices of one incident: a panel in the incident's page, and a page with everything that tells the public of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib.clock import now
from incidents.response.access import incident_or_404
from notices.content import access, presenting
from notices.content.choices import NoticeStatus
from resources.staff.access import person_of


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    return _of_incident(request, number, "notices/content/_panel.html")


@require_safe
def incident(request: HttpRequest, number: str) -> HttpResponse:
    return _of_incident(request, number, "notices/content/incident.html")


def _of_incident(request: HttpRequest, number: str, template: str) -> HttpResponse:
    person = person_of(request)
    found = incident_or_404(person, number)
    rows = list(access.notices_for(person).filter(incident=found).select_related("issued_by", "created_by"))
    issued = [row for row in rows if row.issued_at]
    context = {
        "incident": found,
        "rows": [row for row in rows if row.status != NoticeStatus.DISCARDED],
        "standing": next((row for row in rows if row.status == NoticeStatus.ISSUED), None),
        "places": presenting.places(issued, now()),
        "may_write": access.may_write(person),
    }
    return render(request, template, context)
