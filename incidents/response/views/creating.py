"""An incident that somebody reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.middleware import toast
from incidents.response import actions
from incidents.response.access import require_opener
from incidents.response.forms_creating import IncidentForm
from incidents.response.models import Incident
from resources.staff.access import person_of


def create(request: HttpRequest) -> HttpResponse:
    """GET ?site=CODE or ?terminal=CODE fills in what is known already."""
    require_opener(person_of(request))
    initial = {"sites": request.GET.get("site", ""), "terminals": request.GET.get("terminal", "")}
    form = IncidentForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        incident = _open(request, form)
        if incident is not None:
            toast(request, _("已登记事件%(number)s，30分钟时限开始计时。") % {"number": incident.number})
            return redirect("incidents:detail", number=incident.number)
    return render(request, "response/create.html", {"form": form}, status=400 if form.is_bound else 200)


def _open(request: HttpRequest, form: IncidentForm) -> Incident | None:
    """The incident, or None with the refusal beside the field that it is about."""
    try:
        return actions.create(person_of(request), clock.now(), actions.Finding(**_known(form.cleaned_data)))
    except Invalid as refusal:
        form.add_error(FIELDS.get(refusal.code), str(refusal))
        return None


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name in actions.Finding.__dataclass_fields__}


#: which field a refusal's code is about
FIELDS = {"began_in_future": "began_at", "unknown_terminals": "terminals", "unknown_sites": "sites"}
