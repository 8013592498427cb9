"""The notices of one incident: a panel in the incident's page, and a page of their own."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404
from notices.printing import access, actions, queries
from notices.printing.choices import Form
from notices.printing.views.choosing import form_of
from resources.staff.access import person_of

#: rows in the incident's page, and on a page of its own
MOST: Final = 8
PER_PAGE: Final = 30


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment; it asks for itself again while a document is being made."""
    return _panel(request, number, "notices/_panel.html", MOST)


@require_safe
def incident(request: HttpRequest, number: str) -> HttpResponse:
    return _panel(request, number, "notices/incident.html", PER_PAGE)


@require_POST
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Make the notices of the sites given as `site` (codes), or of every affected site that the person is responsible for."""
    person = person_of(request)
    found = incident_or_404(person, number)
    codes = request.POST.getlist("site")
    sites = queries.sites_to_print(found, person)
    chosen = list(sites.filter(code__in=codes) if codes else sites)
    job = actions.issue(found, chosen, actor=person, now=now(), form=form_of(request.POST))
    if not request.htmx:  # type: ignore[attr-defined]
        toast(request, _("公告正在生成，完成后可在此预览和打印。"))
        return redirect("notices:document", pk=job.pk)
    return _panel(request, number, "notices/_panel.html", MOST)


def _panel(request: HttpRequest, number: str, template: str, most: int) -> HttpResponse:
    person = person_of(request)
    found = incident_or_404(person, number)
    overview = queries.overview(found, person, now(), most, request.GET.get("page"))
    return render(
        request, template, {"overview": overview, "may_print": access.may_print(person), "forms": Form.choices}
    )
