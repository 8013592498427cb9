"""One view for every move: GET asks (a page of its own, where dialogs do not open), POST does it."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404, require, substitutes_of
from incidents.response.forms import MoveForm
from incidents.response.models import Incident, Substitute
from incidents.response.moves import MOVES, SUBSTITUTE_MOVES, Deed, move_url
from resources.staff.access import person_of


def move(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Make a move on an incident."""
    return _answer(request, number, name)


def move_substitute(request: HttpRequest, number: str, substitute: int, name: str) -> HttpResponse:
    """Make a move on one of an incident's substitutes."""
    return _answer(request, number, name, substitute)


def _answer(request: HttpRequest, number: str, name: str, substitute_id: int | None = None) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    substitute = get_object_or_404(substitutes_of(person, incident), pk=substitute_id) if substitute_id else None
    offered = SUBSTITUTE_MOVES[name] if substitute else MOVES[name]
    require(person, offered.verb)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = request.GET.dict()
    form = offered.form(*sent, initial=asked, incident=incident, person=person, substitute=substitute)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            said = offered.run(Deed(incident, substitute, person, clock.now(), form.cleaned_data))
        except Refused as refusal:
            status = _keep_what_was_typed(form, refusal)
        else:
            toast(request, said)
            return redirect(_after(request, incident, substitute))
    query = "?from_substitute=1" if "from_substitute" in request.GET else ""
    context = {"incident": incident, "move": offered, "form": form, "url": move_url(incident, name, substitute) + query}
    return render(request, "response/move.html", context, status=status)


def _after(request: HttpRequest, incident: Incident, substitute: Substitute | None) -> str:
    if substitute and "from_substitute" in request.GET:
        return reverse("incidents:substitute", args=[incident.number, substitute.pk])
    return reverse("incidents:detail", args=[incident.number])


def _keep_what_was_typed(form: MoveForm, refusal: Refused) -> int:
    """The form says why the move was refused; its HTTP status. Raises it again where nothing can be typed, or nothing may be done."""
    if isinstance(refusal, Forbidden) or not form.fields:
        raise refusal
    form.add_error(None, ValidationError(str(refusal), code=refusal.code))
    return refusal.status
