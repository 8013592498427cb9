"""The incident's page and the part of it that is asked for every few seconds."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.roles import COORDINATORS, has_role
from incidents.response import timeline
from incidents.response.access import incident_or_404
from incidents.response.attaching import told_with_files
from incidents.response.moves import MOVES, SUBSTITUTE_MOVES
from incidents.response.presenting import IncidentView
from incidents.response.standing.rules import Actor
from incidents.response.standing.sentences import standing as standing_by
from incidents.response.timeline_filters import DEEPEST, TimelineFilter, TimelinePage, asked, page_of
from resources.staff.access import person_of, sees_phones

from .offering import Offer, offer
from .proposing import Proposing, counts_of, dispatches_of

#: asked directly on the page, not in a dialog
INLINE = frozenset({"acknowledge", "note"})
#: those that are not the next step but may be needed; the page's menu
MENU = ("activate", "grade", "level", "expect", "false-alarm", "merge", "restore", "close", "reopen")
#: where on the page each late thing is dealt with
PLACES = {
    "clock": "incident-substitutes",
    "bare": "incident-substitutes",
    "confirm": "incident-now",
    "activate": "incident-now",
    "answer": "incident-calls",
    "tasks": "incident-tasks",
    "arrivals": "incident-dispatch-panel",
    "expected": "incident-facts",
    "close": "incident-now",
}


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    view = _view(request, number)
    context = {**_context(view), **_timeline(request, view, down_to=request.GET.get("down_to", ""))}
    menu = [offer(view, name, MOVES[name]) for name in MENU if MOVES[name].verb in view.verbs]
    of = urlencode({"of": [action.id for action in context["proposing"].actions]}, doseq=True)
    return render(request, "response/detail.html", {**context, "menu": menu, "dialogs_of": of})


@require_safe
def dialogs(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: the forms of the moves, fetched after the page; until they are there each is a page of its own.

    ?of=dialog-serve-17: of the substitutes, those that the page proposes.
    """
    view = _view(request, number)
    offers = [*_offers(view), *_of_substitutes(view, set(request.GET.getlist("of")))]
    return render(request, "response/_dialogs.html", {"dialogs": offers, "view": view})


@require_safe
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: everything of the page that moves. Takes the timeline's filters, and `down_to`, how far back it is shown."""
    view = _view(request, number)
    moving = {**_context(view), **_timeline(request, view, down_to=request.GET.get("down_to", ""))}
    return render(request, "response/_live.html", moving)


@require_safe
def first_terminals(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: the first of the affected terminals, for whoever opens the list of them."""
    view = _view(request, number)
    return render(request, "response/_terminals.html", {"view": view, "incident": view.incident, "can": view.can})


@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: the timeline as it is narrowed, or with `before` what is older. Without htmx the page itself."""
    view = _view(request, number)
    response = render(
        request,
        "response/_older.html" if request.GET.get("before") else "response/_timeline.html",
        {**_timeline(request, view), "view": view, "incident": view.incident, "may_hide": _may_hide(view)},
    )
    if not request.GET.get("before"):
        response["HX-Push-Url"] = _address(request, number)
    return response


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """The situation on paper: everything that counts, the whole timeline, nothing to press."""
    view = _view(request, number)
    whole = page_of(timeline.entries(view.incident), size=DEEPEST)
    shown = _context(view)
    counts = shown["counts"]
    context = {
        **shown,
        "entries": told_with_files(whole.rows, view.person),
        "cut": whole.cursor,
        "now": view.now,
        "tasks": view.unfinished_tasks,
        "more_tasks": counts.open - len(view.unfinished_tasks),
        "people": view.people,
    }
    return render(request, "response/report.html", context)


def _view(request: HttpRequest, number: str) -> IncidentView:
    person = person_of(request)
    return IncidentView(incident_or_404(person, number), person, clock.now())


def _context(view: IncidentView) -> dict[str, Any]:
    standing = standing_by(view.facts)
    sent = dispatches_of(view.incident)
    counts = counts_of(view, sent)
    proposing = Proposing(view, standing, unheld=counts.unheld, sent=sent)
    return {
        "view": view,
        "incident": view.incident,
        "can": view.can,
        "may_hide": _may_hide(view),
        "standing": standing,
        "late": [(thing, PLACES[thing.code]) for thing in standing.late],
        "counts": counts,
        "proposing": proposing,
        "leads": view.facts.crew.commander,
        "phone": _phone(view, standing.actor),
        "note_form": MOVES["note"].form(incident=view.incident, person=view.person),
    }


def _phone(view: IncidentView, actor: Actor | None) -> str:
    """The number of whose turn it is, for those who coordinate and for whoever may take the incident; nobody calls themselves."""
    if actor is None or actor.person == view.person.pk:
        return ""
    return actor.phone if sees_phones(view.person) or view.can["acknowledge"] else ""


def _timeline(request: HttpRequest, view: IncidentView, *, down_to: str = "") -> dict[str, Any]:
    """The page of the timeline that is asked for, as its filters narrow it; with `down_to` all of it to that cursor."""
    request.timeline_of = view.incident  # type: ignore[attr-defined]
    found = TimelineFilter(request.GET, timeline.entries(view.incident), request=request)
    found.form.auto_id = "find-%s"
    rows = found.qs if found.form.is_valid() else timeline.entries(view.incident)
    page: TimelinePage = page_of(rows, request.GET.get("before", ""), down_to=down_to)
    query = {name: value for name, value in request.GET.items() if name in found.filters and value}
    return {
        "entries": told_with_files(page.rows, view.person),
        "filter": found.form,
        "narrowed": asked(request.GET),
        "down_to": page.last if down_to else "",
        "last": page.last,
        "older": urlencode({**query, "before": page.cursor}) if page.cursor else "",
    }


def _address(request: HttpRequest, number: str) -> str:
    """The page's own address with the filters in it."""
    query = {name: value for name, value in request.GET.items() if name in TimelineFilter.base_filters and value}
    path = reverse("incidents:detail", args=[number])
    return f"{path}?{urlencode(query)}" if query else path


def _may_hide(view: IncidentView) -> bool:
    return has_role(view.person, *COORDINATORS)


def _of_substitutes(view: IncidentView, ids: set[str]) -> list[Offer]:
    """The dialogs of the proposals that concern a substitute."""
    return [
        offered
        for one in view.changeable
        for name, move in SUBSTITUTE_MOVES.items()
        if f"dialog-{name}-{one.pk}" in ids
        for offered in [offer(view, name, move, one, with_form=True)]
    ]


def _offers(view: IncidentView) -> list[Offer]:
    """Every move of the incident that opens a dialog, with its form. Those of its substitutes have pages of their own."""
    return [
        offer(view, name, move, with_form=True)
        for name, move in MOVES.items()
        if move.verb in view.verbs and name not in INLINE
    ]
