"""Pages on which incidents are merged, split, related and reclassified. What it comes to is shown before it is done."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.wording import listed
from incidents.response.access import incident_or_404, incidents_for, may, require, sees_all_of
from incidents.response.actions import merge_many
from incidents.response.choices import Grade
from incidents.response.extent import presenting
from incidents.response.models import Incident
from incidents.response.reading import clock_of
from incidents.response.rules.transitions import Verb, is_allowed
from incidents.response.trying import undone
from resources.network.access import sites_for
from resources.staff.access import person_of
from resources.staff.models import Person

from . import actions, queries
from .forms import GatherForm, ReclassifyForm, RelateForm, SplitForm
from .models import RelatedIncident

#: incidents offered on a page
OFFERED = 50


@require_http_methods(["GET", "POST"])
def gather(request: HttpRequest, number: str) -> HttpResponse:
    """Merge any number of incidents into this one."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.MERGE)
    form = GatherForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"incident": incident, "form": form, "chosen": request.POST.getlist("incident")}
    if form.is_bound and form.is_valid():
        try:
            sources = _named(person, form.cleaned_data["chosen"])
            if "confirmed" in request.POST:
                text = form.cleaned_data["text"]
                merge_many(sources, incident, actor=person, now=clock.now(), text=text)
                toast(
                    request,
                    ngettext("已并入%(count)s个事件。", "已并入%(count)s个事件。", len(sources))
                    % {"count": len(sources)},
                )
                return redirect("incidents:detail", number=number)
            context["preview"] = _merged(sources, incident, person)
            context["sources"] = sources
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context["offered"] = [(one, clock_of(one, clock.now())) for one in queries.mergeable(person, incident)[:OFFERED]]
    return render(request, "response/joining/gather.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Terminals and sites become an incident of their own."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.SPLIT)
    form = SplitForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"incident": incident, "form": form}
    if form.is_bound and form.is_valid():
        try:
            if "confirmed" in request.POST:
                part = _split(form, incident, person)
                toast(request, _("已拆分出事件%(number)s。") % {"number": part.number})
                return redirect("incidents:detail", number=part.number)
            context["preview"] = _parted(form, incident, person)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context |= {
        "blocks": presenting.blocks(person, incident, clock.now()),
        "ticked": {*request.POST.getlist("site"), *request.POST.getlist("terminal")},
    }
    return render(request, "response/joining/split.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def reclassify(request: HttpRequest, number: str) -> HttpResponse:
    """Another cause, category and payment method; the grade that the rules give then is offered."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.RECLASSIFY)
    sent = request.POST if request.method == "POST" else None
    form = ReclassifyForm(sent, incident=incident, person=person)
    if form.is_bound and form.is_valid():
        try:
            wanted = request.POST.get("grade", "")
            by_rules = _grade_by_rules(form, incident, person)
            if wanted not in ("rules", "keep") and by_rules != incident.grade:
                form.offer(str(incident.get_grade_display()), str(Grade(by_rules).label))
                return render(request, "response/joining/reclassify.html", {"incident": incident, "form": form})
            _reclassify(form, incident, person, by_rules=wanted == "rules")
            toast(request, _("已更正分类。"))
            return redirect("incidents:detail", number=number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"incident": incident, "form": form}
    return render(request, "response/joining/reclassify.html", context, status=400 if form.errors else 200)


@require_safe
def related(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: incidents that hang together with this one."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    return render(request, "response/joining/_related.html", _relations(person, incident, RelateForm()))


@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.RELATE)
    form = RelateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            other = _named(person, [data["other"].strip()])[0]
            actions.relate(incident, other, data["how"], actor=person, now=clock.now(), text=data["text"])
            toast(request, _("已关联事件%(number)s。") % {"number": other.number})
            return redirect("incidents:detail", number=number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = _relations(person, incident, form)
    return render(request, "response/joining/relate.html", context, status=400 if form.errors else 200)


@require_POST
def unrelate(request: HttpRequest, number: str, relation: int) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    known = {row.pk for row in queries.related_to(person, incident)}
    row = get_object_or_404(RelatedIncident.objects.select_related("first", "second"), pk=relation, pk__in=known)
    actions.unrelate(row, actor=person, now=clock.now(), text=request.POST.get("text", "")[:500])
    toast(request, _("已解除关联。"))
    return redirect("incidents:detail", number=number)


def _named(person: Person, numbers: Sequence[str]) -> list[Incident]:
    found = {incident.number: incident for incident in incidents_for(person).filter(number__in=numbers)}
    missing = [number for number in numbers if number not in found]
    if missing:
        raise Invalid("target", _("没有找到事件%(number)s。"), number=listed(missing))
    return [found[number] for number in numbers]


def _merged(sources: Sequence[Incident], incident: Incident, person: Person) -> dict[str, Any]:
    """What merging comes to; nothing stays written."""
    now = clock.now()
    before = presenting.figures_of(incident, now)
    with undone():
        goal = merge_many(sources, incident, actor=person, now=now)
        after = presenting.figures_of(Incident.objects.get(pk=goal.pk), now)
        standing = sum(one.is_standing for one in goal.substitutes.all())
    return {
        "before": before,
        "after": after,
        "status": goal.get_status_display(),
        "level": goal.get_response_level_display(),
        "substitutes": standing,
    }


def _parted(form: SplitForm, incident: Incident, person: Person) -> dict[str, Any]:
    now = clock.now()
    before = presenting.figures_of(incident, now)
    with undone():
        part = _split(form, incident, person)
        source = Incident.objects.get(pk=incident.pk)
        return {
            "before": before,
            "source": presenting.figures_of(source, now),
            "part": presenting.figures_of(part, now),
            "title": part.title,
            "substitutes": list(part.substitutes.select_related("site")),
            "bare": clock_of(part, now).bare,
        }


def _split(form: SplitForm, incident: Incident, person: Person) -> Incident:
    data, written = form.cleaned_data, form.written()
    sites = set(sites_for(person).filter(code__in=written).values_list("code", flat=True))
    terminals = [*data["terminals"], *(code for code in written if code not in sites)]
    places = [*data["sites"], *sites]
    now = clock.now()
    return actions.split(incident, terminals, places, actor=person, now=now, text=data["text"], title=data["title"])


def _grade_by_rules(form: ReclassifyForm, incident: Incident, person: Person) -> str:
    with undone():
        changed = _reclassify(form, incident, person, by_rules=True)
        return changed.grade


def _reclassify(form: ReclassifyForm, incident: Incident, person: Person, *, by_rules: bool) -> Incident:
    data = form.cleaned_data
    return actions.reclassify(
        incident,
        cause=data["cause"],
        payment_method=data["payment_method"],
        by_rules=by_rules,
        actor=person,
        now=clock.now(),
        text=data["text"],
    )


def _relations(person: Person, incident: Incident, form: RelateForm) -> dict[str, Any]:
    may_relate = may(person, Verb.RELATE) and is_allowed(incident.status, Verb.RELATE)
    around = incidents_for(person).exclude(pk=incident.pk).order_by("-opened_at")
    return {
        "incident": incident,
        "related": queries.related_to(person, incident),
        "may_relate": may_relate,
        "form": form,
        "relatable": around.values_list("number", "title")[:OFFERED],
        "sees_all": sees_all_of(person, incident),
    }
