"""The page of one substitute: where it stands, what comes next, what its kind adds, what it holds up against, what happened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from incidents.response import kinds
from incidents.response.access import incident_or_404, may_substitute, substitutes_of
from incidents.response.attaching import told_with_files
from incidents.response.choices import SubstituteStatus
from incidents.response.models import Substitute
from incidents.response.moves import SUBSTITUTE_MOVES
from incidents.response.presenting import IncidentView
from incidents.response.queries import history_of
from resources.staff.access import person_of

from .offering import Offer, offer

#: in the order of the page; the first that is possible is the main one
ORDER = {
    SubstituteStatus.REQUESTED: ("ready", "serve", "capacity", "withdraw"),
    SubstituteStatus.READY: ("serve", "capacity", "withdraw"),
    SubstituteStatus.SERVING: ("capacity", "withdraw"),
    SubstituteStatus.WITHDRAWN: (),
}


@require_safe
def substitute(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person = person_of(request)
    view = IncidentView(incident_or_404(person, number), person, clock.now())
    seen = substitutes_of(person, view.incident).select_related("site", "created_by")
    row = get_object_or_404(seen, pk=substitute)
    return render(request, "response/substitutes/page.html", _context(view, row))


def _context(view: IncidentView, row: Substitute) -> dict[str, Any]:
    kind = kinds.kind_of(row)
    can_change = may_substitute(view.person, view.incident, row.site)
    offers = _offers(view, row, kind) if can_change else []
    return {
        "view": view,
        "incident": view.incident,
        "substitute": row,
        "kind": kind,
        "can_change": can_change and row.status != SubstituteStatus.WITHDRAWN,
        "offers": offers,
        "history": told_with_files(history_of(row), view.person),
        **kind.section(row, view.person, view.now),
    }


def _offers(view: IncidentView, row: Substitute, kind: kinds.Kind) -> list[Offer]:
    names = [name for name in ORDER[SubstituteStatus(row.status)] if kind.states_capacity or name != "capacity"]
    possible = [(name, SUBSTITUTE_MOVES[name]) for name in names if SUBSTITUTE_MOVES[name].verb in view.verbs]
    return [offer(view, name, move, row, with_form=True, query="?from_substitute=1") for name, move in possible]
