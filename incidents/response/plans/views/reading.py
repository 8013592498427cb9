"""Plans and their versions: read, compare, print, take along."""

from typing import Any

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock, export
from emergency_ops.lib.listing import Column
from incidents.response.plans import papers
from incidents.response.plans.access import may_write, plan_or_404, version_or_404, versions_for
from incidents.response.plans.choices import VersionState
from incidents.response.plans.forms import FactsForm, ReasonForm, RemarkForm
from incidents.response.plans.models import Plan, PlanVersion
from incidents.response.plans.presenting import StepLine, VersionView, comparison, told
from incidents.response.plans.sheets import COLUMNS, as_data
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.staff.access import person_of

#: the deeds of a version's page that ask for words, and whether they must be given
DECISIONS = {
    "submit": RemarkForm,
    "comment": ReasonForm,
    "refuse": ReasonForm,
    "approve": RemarkForm,
    "enforce": RemarkForm,
    "retire": ReasonForm,
    "discard": ReasonForm,
}


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan with the versions that the reader may see."""
    person = person_of(request)
    rows = versions_for(person).annotate(step_count=Count("steps")).order_by("-number")
    plans = Plan.objects.filter(versions__in=versions_for(person)).distinct()
    shown = plans.prefetch_related(Prefetch("versions", rows, to_attr="seen")).order_by("pk")
    return render(request, "plans/list.html", {"plans": shown, "may_write": may_write(person)})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's versions and its whole history."""
    person = person_of(request)
    found = plan_or_404(person, pk)
    versions = versions_for(person).filter(plan=found).annotate(step_count=Count("steps")).order_by("-number")
    events = found.events.filter(version__in=versions_for(person)).select_related("actor")
    return render(
        request, "plans/plan.html", {"plan": found, "versions": versions, "history": [told(row) for row in events]}
    )


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The version in force of the first plan; the list where there is none."""
    version = PlanVersion.objects.filter(state=VersionState.IN_FORCE).order_by("plan").first()
    return redirect("plans:version", version.pk) if version else redirect("plans:list")


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """?cause=…&scope=…&grade=… shows which steps hold for such an incident."""
    return shown_version(request, version_or_404(person_of(request), pk))


def shown_version(request: HttpRequest, found: PlanVersion, status: int = 200, **more: Any) -> HttpResponse:
    asked = FactsForm(request.GET or None)
    view = VersionView(found, person_of(request), asked.facts() if asked.is_bound else None)
    deeds = {name: form(auto_id=f"{name}-%s") for name, form in DECISIONS.items()}
    context = {"view": view, "version": found, "asked": asked, "deeds": deeds | more.pop("bound", {}), **more}
    return render(request, "plans/version.html", context, status=status)


@require_safe
def diff(request: HttpRequest, pk: int) -> HttpResponse:
    """?with=<version>: compared with another version of the plan; else with the one it was made from."""
    person = person_of(request)
    found = version_or_404(person, pk)
    others = versions_for(person).filter(plan=found.plan_id).exclude(pk=found.pk).order_by("-number")
    asked = request.GET.get("with", "")
    former = get_object_or_404(others, pk=asked) if asked.isdecimal() else found.based_on or others.first()
    context = {
        "version": found,
        "former": former,
        "others": others,
        "comparison": comparison(former, found) if former else None,
    }
    return render(request, "plans/diff.html", context)


@require_POST
def print_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the paper, or find the one that was ordered before."""
    person = person_of(request)
    found = version_or_404(person, pk)
    with printed_language():
        facts = papers.facts_of(VersionView(found, person))
        title = f"{found.plan} v{found.number}"
    paper = order(PaperKind.PLAN, facts, title=title, region=None, actor=person, now=clock.now())
    return redirect("papers:paper", paper.pk)


@require_safe
def export_version(request: HttpRequest, pk: int) -> HttpResponseBase:
    """?export=csv|csv-gb18030|xlsx: the steps as a table; else the whole version as JSON."""
    found = version_or_404(person_of(request), pk)
    name = f"plan-{found.plan_id}-v{found.number}"
    kind = request.GET.get("export", "")
    if kind in export.FORMATS:
        lines: list[StepLine] = VersionView(found, person_of(request)).steps
        columns: list[Column] = list(COLUMNS)
        return export.download(kind, lines, columns, name)
    answer = JsonResponse(as_data(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer
