"""The incident's page and the part of it that is asked for every few seconds."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from incidents.response.access import incident_or_404
from incidents.response.choices import SubstituteStatus
from incidents.response.forms import MoveForm
from incidents.response.models import Substitute
from incidents.response.moves import MOVES, SUBSTITUTE_MOVES, Move, move_url
from incidents.response.presenting import IncidentView
from incidents.response.rules.transitions import Verb
from resources.staff.access import person_of

#: asked directly on the page, not in a dialog
INLINE = frozenset({"acknowledge", "note", "ready"})
#: those that are not the next step but may be needed; the page's menu
MENU = ("grade", "level", "expect", "false-alarm", "merge", "restore", "close", "reopen")
NEXT = {
    Verb.CONFIRM: "confirm",
    Verb.ACTIVATE: "activate",
    Verb.RESTORE: "restore",
    Verb.CLOSE: "close",
    Verb.SUBSTITUTE: "request-substitute",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that this person may make now: its dialog's id, its own address, its form."""

    id: str
    url: str
    move: Move
    form: MoveForm | None = None


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    view = _view(request, number)
    offers = _offers(view)
    menu = [offer for name in MENU for offer in offers if offer.id == f"dialog-{name}"]
    return render(request, "response/detail.html", {**_context(view), "dialogs": offers, "menu": menu})


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
        return _offer(view, "serve", SUBSTITUTE_MOVES["serve"], waiting[0])
    return _offer(view, NEXT[verb], MOVES[NEXT[verb]])


def _offers(view: IncidentView) -> list[Offer]:
    """Every move that opens a dialog, with its form."""
    offered = [
        _offer(view, name, move, with_form=True)
        for name, move in MOVES.items()
        if move.verb in view.verbs and name not in INLINE
    ]
    standing = (one for one in view.changeable if one.status != SubstituteStatus.WITHDRAWN)
    return offered + [
        _offer(view, name, move, substitute, with_form=True)
        for substitute in standing
        for name, move in SUBSTITUTE_MOVES.items()
        if move.verb in view.verbs and name not in INLINE
    ]


def _offer(
    view: IncidentView, name: str, move: Move, substitute: Substitute | None = None, *, with_form: bool = False
) -> Offer:
    key = f"{name}-{substitute.pk}" if substitute else name
    url = move_url(view.incident, name, substitute)
    if not with_form:
        return Offer(f"dialog-{key}", url, move)
    form = move.form(incident=view.incident, person=view.person, substitute=substitute, auto_id=f"{key}-%s")
    return Offer(f"dialog-{key}", url, move, form)
