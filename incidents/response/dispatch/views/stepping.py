"""A dispatch: its page, and what is said about it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.actions.resources import subject_of
from incidents.response.dispatch import actions
from incidents.response.dispatch.access import dispatch_or_404
from incidents.response.dispatch.forms import NothingForm, ReasonForm, RemarkForm, StartForm
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.presenting import BUTTONS, Shown
from incidents.response.dispatch.rules.steps import Step
from incidents.response.dispatch.scanning import is_at
from incidents.response.dispatch.whereabouts import minutes_to
from incidents.response.models import IncidentTerminal
from resources.inventory.choices import EquipmentState
from resources.inventory.subject_links import seal
from resources.staff.access import person_of
from resources.staff.models import Person

Act = Callable[[Dispatch, Person, Mapping[str, Any]], str]


def _accept(row: Dispatch, person: Person, data: Mapping[str, Any]) -> str:
    actions.accept(row, actor=person, now=clock.now())
    return _("已接受。出发时请点“出发”。")


def _decline(row: Dispatch, person: Person, data: Mapping[str, Any]) -> str:
    actions.decline(row, data["text"], actor=person, now=clock.now())
    return _("已谢绝，系统将改派他人。")


def _start(row: Dispatch, person: Person, data: Mapping[str, Any]) -> str:
    actions.start(row, actor=person, now=clock.now(), minutes=data["minutes"])
    return _("已登记出发。到场后请点“已到场”或扫码。")


def _arrive(row: Dispatch, person: Person, data: Mapping[str, Any]) -> str:
    actions.arrive(row, actor=person, now=clock.now())
    return _("已登记到场。")


def _release(row: Dispatch, person: Person, data: Mapping[str, Any]) -> str:
    actions.release(row, actor=person, now=clock.now(), text=data["text"])
    return _("已登记完成。借用的设备请归还。")


def _withdraw(row: Dispatch, person: Person, data: Mapping[str, Any]) -> str:
    actions.withdraw(row, data["text"], actor=person, now=clock.now())
    return _("已撤回，已通知本人。")


STEPS: Mapping[str, tuple[type[forms.Form], Act]] = {
    Step.ACCEPT: (NothingForm, _accept),
    Step.DECLINE: (ReasonForm, _decline),
    Step.START: (StartForm, _start),
    Step.ARRIVE: (NothingForm, _arrive),
    Step.RELEASE: (RemarkForm, _release),
    Step.WITHDRAW: (ReasonForm, _withdraw),
}


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, dispatch_or_404(person_of(request), pk))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """POST takes the step; GET asks for what it needs, where the button alone does not do."""
    person = person_of(request)
    row = dispatch_or_404(person, pk)
    shape, act = STEPS[name]
    form = shape(request.POST if request.method == "POST" else None, initial=_initial(row, name))
    if request.method == "POST" and form.is_valid():
        try:
            said = act(row, person, form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, said)
            return redirect(_back(request, row))
    context = {"row": row, "form": form, "button": BUTTONS[Step(name)], "next": request.GET.get("next", "")}
    return render(request, "dispatch/step.html", context, status=400 if request.method == "POST" else 200)


def _initial(row: Dispatch, name: str) -> dict[str, Any]:
    return {"minutes": minutes_to(row.person, row.site, clock.now())} if name == Step.START else {}


def _back(request: HttpRequest, row: Dispatch) -> str:
    """To the page that the button stands on."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("dispatch:page", args=[row.pk])


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """到场: by the code of the site or of one of its terminals."""
    person = person_of(request)
    row = dispatch_or_404(person, pk)
    error = ""
    if request.method == "POST":
        try:
            if not is_at(request.POST.get("code", ""), row.site):
                raise Invalid("dispatch_code", _("二维码不属于%(site)s：请扫描该网点或其终端的二维码。"), site=row.site)
            actions.arrive(row, actor=person, now=clock.now(), scanned=True)
        except Forbidden:
            raise
        except Refused as refusal:
            error = str(refusal)
        else:
            toast(request, _("已扫码登记到场。"))
            return redirect("dispatch:page", pk=pk)
    context = {"row": row, "error": error, "text": request.POST.get("code") or request.GET.get("code", "")}
    return render(request, "dispatch/scan.html", context, status=400 if error else 200)


@require_POST
def item_missing(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """领不到: another of its kind is asked for."""
    person = person_of(request)
    row = dispatch_or_404(person, pk)
    actions.item_missing(row, get_object_or_404(row.equipment, pk=item), actor=person, now=clock.now())
    toast(request, _("已登记为该网点的设备需求，由资源保障安排。"))
    return redirect("dispatch:page", pk=pk)


def _terminals(row: Dispatch) -> list[IncidentTerminal]:
    """The incident's terminals at the site, each with its last period."""
    periods = row.incident.terminals.filter(site=row.site).select_related("terminal")
    return list({one.terminal_id: one for one in periods.order_by("terminal__code", "since")}.values())


def _shown(request: HttpRequest, row: Dispatch) -> HttpResponse:
    person = person_of(request)
    items = list(row.equipment.select_related("depot", "holder", "site").order_by("code"))
    context = {
        "shown": Shown(row, person, clock.now()),
        "row": row,
        "items": items,
        "waiting_items": any(item.state == EquipmentState.IN_DEPOT for item in items),
        "sealed": seal(subject_of(row.incident)),
        "terminals": _terminals(row),
        "replaced": row.incident.part_replacements.filter(terminal__site=row.site).select_related(
            "terminal", "part", "actor"
        ),
    }
    return render(request, "dispatch/page.html", context)
