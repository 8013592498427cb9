"""The agents' desk: script and answers beside the form of a call, and who is to be called back next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404, substitutes_of
from incidents.response.choices import SubstituteKind
from incidents.response.hotline import actions, queries
from incidents.response.hotline.access import calls_of, hotline_or_404, may_answer, require_agent
from incidents.response.hotline.actions.calls import KEY_USED
from incidents.response.hotline.forms import CallForm, SetUpForm
from incidents.response.models import Substitute
from resources.staff.access import person_of
from resources.staff.models import Person

RECENT = 5
NEXT = 5
ANSWERS = 12


@require_safe
def desk(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person, row = hotline_of(request, number, substitute)
    require_agent(person, row)
    return _desk(request, person, row, CallForm(substitute=row, person=person))


@require_POST
def log(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """Write a call down and show the desk for the next one."""
    person, row = hotline_of(request, number, substitute)
    form = CallForm(request.POST, substitute=row, person=person)
    if not form.is_valid():
        return _desk(request, person, row, form)
    now = clock.now()
    try:
        actions.log_call(row, form.heard(now), key=form.cleaned_data["key"], actor=person, now=now)
    except Forbidden:
        raise
    except Refused as refusal:
        form = form.with_new_key() if refusal.code == KEY_USED else form
        form.add_error(None, str(refusal))
        return _desk(request, person, row, form)
    toast(request, _("已登记来电。") if not form.cleaned_data["call_back"] else _("已登记来电，并列入回电。"))
    return redirect("incidents:hotline_desk", number, row.pk)


@require_safe
def faq(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """Fragment: the answers that hold the words asked for."""
    _person, row = hotline_of(request, number, substitute)
    return render(request, "hotline/_faq.html", _answers(request, row))


@require_POST
def set_up(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person, row = hotline_of(request, number, substitute)
    form = SetUpForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "title": _("坐席安排"), "back": f"/incidents/{number}/substitutes/{row.pk}/"}
        return render(request, "inventory/edit.html", context, status=400)
    actions.set_up(row, **form.cleaned_data, actor=person, now=clock.now())
    toast(request, _("坐席安排已保存。"))
    return redirect("incidents:substitute", number, row.pk)


@require_safe
def figures(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment for the incident's page: how its hotlines do. Empty where there is none."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    rows = list(queries.serving_hotlines(substitutes_of(person, incident)))
    found = queries.figures([row.pk for row in rows], clock.now())
    lines = [(row, found[row.pk], may_answer(person, row)) for row in rows]
    return render(request, "hotline/_figures_of_incident.html", {"incident": incident, "lines": lines})


def hotline_of(request: HttpRequest, number: str, substitute: int) -> tuple[Person, Substitute]:
    person = person_of(request)
    incident = incident_or_404(person, number)
    row = hotline_or_404(person, incident, substitute)
    row.incident = incident
    return person, row


def _answers(request: HttpRequest, row: Substitute) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    found = list(queries.faq_for(row.incident.category, text)[: ANSWERS + 1])
    return {"answers": found[:ANSWERS], "more": len(found) > ANSWERS, "q": text}


def _desk(request: HttpRequest, person: Person, row: Substitute, form: CallForm) -> HttpResponse:
    now = clock.now()
    owed = queries.owed_in_turn(row, now)
    context = {
        "incident": row.incident,
        "substitute": row,
        "form": form,
        "terminals": form.suggested(),
        "figures": queries.of_substitute(row, now),
        "scripts": list(queries.scripts_for(row.incident.category)),
        "owed": owed[:NEXT],
        "mine": next((one for one in owed if one.assignee_id == person.pk), None),
        "recent": list(calls_of(row)[:RECENT]),
        "now": now,
        "kind": SubstituteKind.HOTLINE,
        **_answers(request, row),
    }
    return render(request, "hotline/desk.html", context, status=400 if form.is_bound else 200)
