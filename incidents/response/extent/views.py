"""The page on which the extent of an incident is changed: what is ticked or written is shown before it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404, require
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb
from resources.network.access import sites_for
from resources.staff.access import person_of
from resources.staff.models import Person

from . import presenting
from .actions import change_extent
from .forms import ExtentForm


@require_http_methods(["GET", "POST"])
def extent(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.EXTENT)
    form = ExtentForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"incident": incident, "form": form}
    if form.is_bound and form.is_valid():
        try:
            if (shown := _carry_out(request, form, incident, person)) is None:
                return redirect("incidents:detail", number=number)
            context["preview"] = shown
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context |= {
        "blocks": presenting.blocks(person, incident, clock.now()),
        "ticked": {*request.POST.getlist("site"), *request.POST.getlist("terminal")},
        "rows": presenting.ROWS,
    }
    return render(request, "response/extent/page.html", context, status=400 if form.errors else 200)


def _carry_out(request: HttpRequest, form: ExtentForm, incident: Incident, person: Person) -> presenting.Preview | None:
    """What it would come to; None when it was confirmed and is done."""
    now = clock.now()
    sites = set(sites_for(person).filter(code__in=form.written()).values_list("code", flat=True))
    change = form.change(sites)
    if "confirmed" not in request.POST:
        return presenting.preview(incident, lambda: change_extent(incident, change, actor=person, now=now), now)
    effect = change_extent(incident, change, actor=person, now=now)
    toast(
        request,
        ngettext("已更新%(count)s台终端的受影响时段。", "已更新%(count)s台终端的受影响时段。", effect.changed)
        % {"count": effect.changed},
    )
    return None
