"""派谁去: the panel of an incident, the suggestions, and the offers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404, require
from incidents.response.dispatch import actions, words
from incidents.response.dispatch.access import dispatches_for
from incidents.response.dispatch.actions.offering import asked_in_vain
from incidents.response.dispatch.candidates import Asked, Pool, Suggestion
from incidents.response.dispatch.choices import FUNCTION_OF, LIVE, Purpose
from incidents.response.dispatch.forms import OrderForm, SeveralForm, affected_sites
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.presenting import Panel
from incidents.response.dispatch.rules.ranking import Ranked, spread
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb
from resources.network.models import Site
from resources.staff.access import person_of
from resources.staff.models import Person

#: suggestions on the page, those who cannot go apart
SHOWN, BARRED = 12, 40
#: sites of one bulk offer, and people to choose from at each
SITES, CHOICES = 40, 5


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """A fragment for htmx, else a page."""
    person = person_of(request)
    view = Panel(incident_or_404(person, number), person, clock.now())
    fragment = bool(getattr(request, "htmx", False))
    template = "dispatch/_panel.html" if fragment else "dispatch/panel.html"
    return render(request, template, {"view": view, "incident": view.incident, "whole": not fragment})


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """GET: who could go to ?site= for ?purpose=; POST: person=pk is asked."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.DISPATCH)
    if request.method != "POST":
        return _suggest(request, incident, person, OrderForm(_asked(request), incident=incident, person=person))
    form = OrderForm(request.POST, incident=incident, person=person)
    if not form.is_valid():
        return _suggest(request, incident, person, form, status=400)
    try:
        sent = _person(request.POST.get("person", ""), form)
        row = actions.offer(incident, form.order(sent), actor=person, now=clock.now())
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _suggest(request, incident, person, form, status=refusal.status)
    toast(request, _("已向%(person)s发出派遣，5分钟内未应答将自动改派。") % {"person": row.person})
    return redirect("dispatch:panel", number=incident.number)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address says, with what follows from it: the function from the purpose where none is named."""
    data: dict[str, Any] = {name: request.GET.get(name, "") for name in request.GET if name != "equipment"}
    data.setdefault("purpose", Purpose.REPAIR)
    if "function" not in data or (data.get("by_purpose") and data["purpose"] in FUNCTION_OF):
        data["function"] = FUNCTION_OF.get(Purpose(data["purpose"]), "") if data["purpose"] in Purpose.values else ""
    return data | {"equipment": request.GET.getlist("equipment")}


def _person(text: str, form: OrderForm) -> Person:
    """Among those who could be sent there. Raises Refused for others."""
    pool = Pool([form.cleaned_data["site"]], form.asked(), clock.now())
    found = pool.people.get(int(text)) if text.isdecimal() else None
    if found is None:
        raise Refused("dispatch_person", _("请从推荐人员中选择。"))
    return found


def _suggest(
    request: HttpRequest, incident: Incident, person: Person, form: OrderForm, status: int = 200
) -> HttpResponse:
    form.is_valid()
    if request.method != "POST":
        form.errors.clear()
    sites = list(affected_sites(person, incident)[:2])
    site = form.cleaned_data.get("site") or next(iter(sites), None)
    if site is not None and not form.data.get("site"):
        form.data = {**form.data, "site": site.code}
    found = Pool([site], form.asked(), clock.now()).ranked(site, _in_vain(request, person)) if site else []
    context = {
        "incident": incident,
        "form": form,
        "site": site,
        "able": [_told(one) for one in found if one.ranked.can_go][:SHOWN],
        "barred": [_told(one) for one in found if not one.ranked.can_go][:BARRED],
        "many": len(sites) > 1,
    }
    return render(request, "dispatch/choose.html", context, status=status)


def _in_vain(request: HttpRequest, person: Person) -> set[int]:
    """?after= the dispatch that nobody has taken over: who was asked already."""
    after = request.GET.get("after", "")
    row = dispatches_for(person).filter(pk=after).first() if after.isdecimal() else None
    return asked_in_vain(row) if row is not None else set()


def _told(one: Suggestion) -> dict[str, Any]:
    return {"one": one, "person": one.person, "reasons": words.reasons_of(one), "bars": words.bars_of(one)}


@require_http_methods(["GET", "POST"])
def several(request: HttpRequest, number: str) -> HttpResponse:
    """One offer a site: GET proposes the best for each, nobody twice; POST site-CODE=person for each that is ticked."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.DISPATCH)
    form = SeveralForm(request.POST or request.GET or None)
    ready = form.is_valid()
    asked = Asked(form.cleaned_data["function"] if ready else FUNCTION_OF[Purpose.COUNTER])
    sites = list(affected_sites(person, incident)[:SITES])
    pool = Pool(sites, asked, clock.now())
    if request.method == "POST" and ready:
        try:
            made = actions.offer_all(incident, _orders(request, form, pool), actor=person, now=clock.now())
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已发出%(count)s项派遣。") % {"count": len(made)})
            return redirect("dispatch:panel", number=incident.number)
    status = 400 if request.method == "POST" else 200
    lines = _lines(incident, pool, form)
    return render(request, "dispatch/several.html", {"incident": incident, "form": form, "lines": lines}, status=status)


def _orders(request: HttpRequest, form: SeveralForm, pool: Pool) -> list[actions.Order]:
    """Raises Refused where nothing is ticked or somebody is no longer to be had."""
    by_code = {site.code: site for site in pool.sites}
    chosen = [by_code[code] for code in request.POST.getlist("site") if code in by_code]
    if not chosen:
        raise Refused("nothing_chosen", _("请至少勾选一个网点。"))
    orders = []
    for site in chosen:
        pk = request.POST.get(f"person-{site.code}", "")
        sent = pool.people.get(int(pk)) if pk.isdecimal() else None
        if sent is None:
            raise Refused("dispatch_person", _("请为%(site)s选择人员。"), site=site.name)
        data = form.cleaned_data
        orders.append(
            actions.Order(
                site,
                sent,
                data["purpose"],
                data["function"],
                needed_by=data["needed_by"],
                instructions=data["instructions"],
            )
        )
    return orders


def _lines(incident: Incident, pool: Pool, form: SeveralForm) -> list[dict[str, Any]]:
    """A line a site: who goes there already, whom to send, who else could."""
    purpose = form.cleaned_data["purpose"] if form.is_valid() else Purpose.COUNTER
    sent = _sent(incident, purpose)
    ranked = {site.pk: pool.order(site) for site in pool.sites}
    best = spread((pk, found) for pk, found in ranked.items() if pk not in sent)
    return [
        {
            "site": site,
            "sent": sent.get(site.pk, []),
            "best": best[site.pk].candidate.person if site.pk in best else None,
            "choices": _choices(pool, ranked[site.pk], best[site.pk].candidate.person if site.pk in best else None),
        }
        for site in pool.sites
    ]


def _choices(pool: Pool, ranked: list[Ranked], best: int | None) -> list[dict[str, Any]]:
    able = [one.candidate for one in ranked if one.can_go]
    first = [one for one in able if one.person == best]
    shown = (first + [one for one in able if one.person != best])[:CHOICES]
    return [{"person": pool.people[one.person], "way": words.short_way(one)} for one in shown]


def _sent(incident: Incident, purpose: str) -> dict[int, list[Dispatch]]:
    found: dict[int, list[Dispatch]] = {}
    rows = incident.dispatches.filter(purpose=purpose, state__in=LIVE).select_related("person")
    for row in rows:
        found.setdefault(row.site_id, []).append(row)
    return found


def choose_url(incident: Incident, site: Site) -> str:
    return f"{reverse('dispatch:choose', args=[incident.number])}?site={site.code}"
