"""The resources of an incident: what is needed, where from, what is promised and on its way. A panel and a page of its own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404
from incidents.response.actions import resources as actions
from incidents.response.forms_resources import CancelForm, NeedForm, QuantityForm, ReleaseForm, thing_of
from incidents.response.models import Incident
from incidents.response.resource_view import ResourcesView
from resources.inventory.access_needs import needs_for
from resources.inventory.models import Need
from resources.inventory.take_forms import takes_of
from resources.network.access import sites_for
from resources.staff.access import person_of
from resources.staff.models import Person

Deed = Callable[[Incident, Person], str]


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment for htmx, else a page. What is promised and on its way is fetched after it; ?all=1: it comes with it."""
    person = person_of(request)
    return _shown(request, incident_or_404(person, number), person, later="all" not in request.GET)


@require_safe
def moving(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: what is promised, on its way and bought."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    context = {"view": ResourcesView(incident, person, clock.now()), "incident": incident}
    return render(request, "response/_resources_under_way.html", context)


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    form = NeedForm(request.POST, incident=incident, person=person)
    if not form.is_valid():
        return _shown(request, incident, person, form=form, status=400)

    def deed(incident: Incident, person: Person) -> str:
        actions.ask(incident, actor=person, now=clock.now(), **form.given())
        return _("已登记需求。")

    return _done(request, incident, person, deed)


@require_http_methods(["GET", "HEAD", "POST"])
def suggested(request: HttpRequest, number: str) -> HttpResponse:
    """What the reports suggest: a fragment for htmx, else a page. POST want=site|thing|quantity, any number: all or none."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    if request.method == "POST":
        return _ask_suggested(request, incident, person)
    context = {"view": ResourcesView(incident, person, clock.now()), "incident": incident}
    name = "_resources_suggested" if _is_htmx(request) else "resources_suggested"
    return render(request, f"response/{name}.html", context)


def _ask_suggested(request: HttpRequest, incident: Incident, person: Person) -> HttpResponse:

    def deed(incident: Incident, person: Person) -> str:
        asked = [_wanted(value, person) for value in request.POST.getlist("want")]
        if not asked:
            raise Invalid("nothing_chosen", _("请至少勾选一项建议。"))
        actions.ask_all(incident, asked, actor=person, now=clock.now())
        return _("已按建议登记%(count)s项需求。") % {"count": len(asked)}

    return _done(request, incident, person, deed)


@require_POST
def change(request: HttpRequest, number: str, need: int) -> HttpResponse:
    def act(incident: Incident, row: Need, person: Person, data: dict[str, Any]) -> str:
        actions.change(incident, row, data["quantity"], actor=person, now=clock.now())
        return _("已修改数量。")

    return _with_need(request, number, need, QuantityForm(request.POST), act)


@require_POST
def cancel(request: HttpRequest, number: str, need: int) -> HttpResponse:
    def act(incident: Incident, row: Need, person: Person, data: dict[str, Any]) -> str:
        actions.cancel(incident, row, reason=data["reason"], actor=person, now=clock.now())
        return _("已取消需求，为它预留的备件已释放。")

    return _with_need(request, number, need, CancelForm(request.POST), act)


@require_POST
def reserve(request: HttpRequest, number: str) -> HttpResponse:
    """take=need:depot:quantity for each line of the plan that was shown; key names the plan."""
    person = person_of(request)

    def deed(incident: Incident, person: Person) -> str:
        takes = takes_of(request.POST.getlist("take"))
        made = actions.reserve(incident, takes, key=request.POST.get("key", ""), actor=person, now=clock.now())
        pieces = sum(row.quantity for row in made)
        return ngettext("已预留%(pieces)s件备件。", "已预留%(pieces)s件备件。", pieces) % {"pieces": pieces}

    return _done(request, incident_or_404(person, number), person, deed)


@require_POST
def release(request: HttpRequest, number: str, reservation: int) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    form = ReleaseForm(request.POST)
    held = {row.pk: row for row in ResourcesView(incident, person, clock.now()).reservations}
    if reservation not in held:
        raise Http404(str(reservation))

    def deed(incident: Incident, person: Person) -> str:
        reason = _cleaned(form)["reason"]
        actions.release(incident, held[reservation], reason=reason, actor=person, now=clock.now())
        return _("已释放预留。")

    return _done(request, incident, person, deed)


@require_POST
def plan_transfers(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)

    def deed(incident: Incident, person: Person) -> str:
        made = actions.plan_transfers(incident, actor=person, now=clock.now())
        return ngettext(
            "已生成%(count)s张调拨单，请库管员打印并发出。", "已生成%(count)s张调拨单，请库管员打印并发出。", len(made)
        ) % {"count": len(made)}

    return _done(request, incident_or_404(person, number), person, deed)


def _with_need(
    request: HttpRequest,
    number: str,
    need: int,
    form: forms.Form,
    act: Callable[[Incident, Need, Person, dict[str, Any]], str],
) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    subject = actions.subject_of(incident)
    mine = needs_for(person).filter(subject_kind=subject.kind, subject_id=subject.id)
    row = mine.select_related("site", "part").filter(pk=need).first()
    if row is None:
        raise Http404(str(need))
    return _done(request, incident, person, lambda incident, person: act(incident, row, person, _cleaned(form)))


def _cleaned(form: forms.Form) -> dict[str, Any]:
    """Raises Invalid with the first sentence that the form has to say."""
    if not form.is_valid():
        raise Invalid("form", " ".join(str(message) for messages in form.errors.values() for message in messages))
    return form.cleaned_data


def _wanted(value: str, person: Person) -> actions.Asked:
    site, _first, rest = value.partition("|")
    thing, _second, quantity = rest.partition("|")
    found = sites_for(person).filter(pk=site).first() if site.isdecimal() else None
    if found is None or not quantity.isdecimal():
        raise Invalid("suggestion", _("建议已变化，请刷新页面后重试。"))
    part, kind = thing_of(thing)
    return actions.Asked(found, int(quantity), part, kind)


def _done(request: HttpRequest, incident: Incident, person: Person, deed: Deed) -> HttpResponse:
    """Do it and show what there is then. What is refused is told above a fresh plan."""
    try:
        said = deed(incident, person)
    except Forbidden:
        raise
    except Refused as refusal:
        return _shown(request, incident, person, refusal=refusal, status=refusal.status)
    if _is_htmx(request):
        return _shown(request, incident, person, said=said)
    toast(request, said)
    return redirect("incidents:resources", number=incident.number)


def _shown(
    request: HttpRequest,
    incident: Incident,
    person: Person,
    *,
    form: NeedForm | None = None,
    refusal: Refused | None = None,
    said: str = "",
    status: int = 200,
    later: bool = False,
) -> HttpResponse:
    """htmx swaps answers of status 200 only, so a refusal comes with that one there."""
    view = ResourcesView(incident, person, clock.now())
    form = form or NeedForm(incident=incident, person=person)
    context = {"view": view, "incident": incident, "form": form, "refusal": refusal, "said": said, "later": later}
    if _is_htmx(request):
        whole = request.headers.get("HX-Current-URL", "").endswith(
            reverse("incidents:resources", args=[incident.number])
        )
        return render(request, "response/_resources.html", {**context, "whole": whole})
    return render(request, "response/resources.html", {**context, "whole": True}, status=status)


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
