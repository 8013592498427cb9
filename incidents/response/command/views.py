"""Roles on an incident, and handing its command over."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import COORDINATORS, has_role
from incidents.response.access import commands, incident_or_404, may, require
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb, is_allowed
from resources.staff.access import person_of
from resources.staff.choices import Function
from resources.staff.models import Person

from . import actions, queries
from .choices import TransferState
from .forms import AssignForm, RoleForm, TransferForm
from .models import CommandTransfer
from .people import successor
from .summary import summary_of


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: who has each role in the incident now, and why."""
    person = person_of(request)
    return render(request, "response/command/_panel.html", _context(person, incident_or_404(person, number)))


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, number: str) -> HttpResponse:
    """All roles; naming somebody for one."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    form = AssignForm(request.POST if request.method == "POST" else None, incident=incident)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.assign(incident, data["function"], data["person"], actor=person, now=clock.now(), text=data["text"])
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已指定%(person)s。") % {"person": data["person"]})
            return redirect("incidents:command", number=number)
    transfers = incident.command_transfers.select_related("giver", "taker")
    context = {**_context(person, incident), "form": form, "transfers": transfers}
    return render(request, "response/command/page.html", context, status=400 if form.errors else 200)


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    return _change_role(request, number, actions.take_over, _("角色已由您接手。"))


@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    return _change_role(request, number, actions.hand_back, _("角色已交还。"))


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """The form of a handover of command, filled in with how things stand."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.COMMAND)
    now = clock.now()
    giver = queries.commander(incident, now)
    sent = request.POST if request.method == "POST" else None
    known = {"summary": summary_of(incident, now), "taker": successor(giver, now)}
    form = TransferForm(sent, incident=incident, giver=giver, initial=known)
    if form.is_bound and form.is_valid():
        try:
            made = actions.propose(incident, form.cleaned_data.pop("taker"), **form.cleaned_data, actor=person, now=now)
        except (Invalid, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已交给%(taker)s，待其确认。在此之前仍由您指挥。") % {"taker": made.taker})
            return redirect("incidents:command_transfer", number=number, transfer=made.pk)
    context = {"incident": incident, "form": form, "giver": giver}
    return render(request, "response/command/hand_over.html", context, status=400 if form.errors else 200)


@require_safe
def transfer(request: HttpRequest, number: str, transfer: int) -> HttpResponse:
    """A handover: read, printed, accepted on a phone."""
    person = person_of(request)
    incident, row = _transfer(person, number, transfer)
    is_open = row.state == TransferState.PROPOSED and is_allowed(incident.status, Verb.COMMAND)
    context = {
        "incident": incident,
        "transfer": row,
        "may_accept": is_open and row.taker == person,
        "may_withdraw": is_open and (person in (row.giver, row.taker) or commands(person, incident)),
        "may_take": is_open and row.taker != person and has_role(person, *COORDINATORS),
        "command": Function.COMMANDER,
    }
    return render(request, "response/command/transfer.html", context)


@require_POST
def accept(request: HttpRequest, number: str, transfer: int) -> HttpResponse:
    person = person_of(request)
    _incident, row = _transfer(person, number, transfer)
    actions.accept(row, actor=person, now=clock.now())
    toast(request, _("您已接手指挥。"))
    return redirect("incidents:detail", number=number)


@require_POST
def withdraw(request: HttpRequest, number: str, transfer: int) -> HttpResponse:
    person = person_of(request)
    _incident, row = _transfer(person, number, transfer)
    actions.withdraw(row, actor=person, now=clock.now())
    toast(request, _("指挥交接已取消。"))
    return redirect("incidents:command", number=number)


def _change_role(request: HttpRequest, number: str, act: Callable[..., object], said: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Invalid("function", _("请选择角色。"))
    act(
        incident,
        form.cleaned_data["function"],
        actor=person,
        now=clock.now(),
        text=form.cleaned_data["text"],
    )
    toast(request, said)
    return redirect("incidents:command", number=number)


def _transfer(person: Person, number: str, transfer: int) -> tuple[Incident, CommandTransfer]:
    incident = incident_or_404(person, number)
    rows = incident.command_transfers.select_related("incident", "giver", "taker")
    return incident, get_object_or_404(rows, pk=transfer)


def _context(person: Person, incident: Incident) -> dict[str, Any]:
    now = clock.now()
    found = queries.roles_of(incident, now)
    may_act = may(person, Verb.COMMAND) and is_allowed(incident.status, Verb.COMMAND)
    return {
        "incident": incident,
        "roles": found,
        "waiting": queries.open_transfer(incident),
        "may_act": may_act,
        "may_assign": may_act and commands(person, incident),
        "may_command": may_act and has_role(person, *COORDINATORS),
        "commands_now": may_act and (found[0].person == person or commands(person, incident)),
        "command": Function.COMMANDER,
        "person": person,
    }
