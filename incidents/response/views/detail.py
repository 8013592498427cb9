"""The incident's page and the part of it that is asked for every few seconds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.roles import COORDINATORS, has_role
from incidents.response.access import incident_or_404
from incidents.response.choices import SubstituteStatus
from incidents.response.moves import MOVES, SUBSTITUTE_MOVES
from incidents.response.presenting import IncidentView
from incidents.response.rules.transitions import Verb
from resources.staff.access import person_of

from .offering import Offer, offer

#: asked directly on the page, not in a dialog
INLINE = frozenset({"acknowledge", "note"})
#: those that are not the next step but may be needed; the page's menu
MENU = ("grade", "level", "expect", "false-alarm", "merge", "restore", "close", "reopen")
NEXT = {
    Verb.CONFIRM: "confirm",
    Verb.ACTIVATE: "activate",
    Verb.RESTORE: "restore",
    Verb.CLOSE: "close",
    Verb.SUBSTITUTE: "request-substitute",
}


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    view = _view(request, number)
    offers, context = _offers(view), _context(view)
    menu = [offer for name in MENU for offer in offers if offer.id == f"dialog-{name}"]
    of_substitute = [context["next"]] if context["next"] and context["next"].form else []
    return render(request, "response/detail.html", {**context, "dialogs": [*offers, *of_substitute], "menu": menu})


@require_safe
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: everything of the page that moves."""
    return render(request, "response/_live.html", _context(_view(request, number)))


def _view(request: HttpRequest, number: str) -> IncidentView:
    person = person_of(request)
    return IncidentView(incident_or_404(person, number), person, clock.now())


def _context(view: IncidentView) -> dict[str, Any]:
    return {
        "view": view,
        "incident": view.incident,
        "can": view.can,
        "may_hide": has_role(view.person, *COORDINATORS),
        "next": _next_offer(view),
        "note_form": MOVES["note"].form(incident=view.incident, person=view.person),
    }


def _next_offer(view: IncidentView) -> Offer | None:
    """The button of the next step; None when it is somebody else's or nothing is left to do."""
    verb = view.step.verb
    if verb is None or verb not in view.verbs:
        return None
    waiting = [one for one in view.changeable if one.status in (SubstituteStatus.REQUESTED, SubstituteStatus.READY)]
    if verb == Verb.SUBSTITUTE and waiting:
        return offer(view, "serve", SUBSTITUTE_MOVES["serve"], waiting[0], with_form=True)
    return offer(view, NEXT[verb], MOVES[NEXT[verb]])


def _offers(view: IncidentView) -> list[Offer]:
    """Every move of the incident that opens a dialog, with its form. Those of its substitutes have pages of their own."""
    return [
        offer(view, name, move, with_form=True)
        for name, move in MOVES.items()
        if move.verb in view.verbs and name not in INLINE
    ]
