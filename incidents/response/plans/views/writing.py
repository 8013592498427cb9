"""Plans are written: a draft's texts, conditions and steps. All of it works without JavaScript."""

from typing import Any

from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.plans import actions
from incidents.response.plans.access import PUBLISHED, require_writer, step_or_404, version_or_404, versions_for
from incidents.response.plans.choices import Phase
from incidents.response.plans.forms import NeedForm, PlanForm, StepForm, TermsForm, initial_of, needs_of, things
from incidents.response.plans.models import PlanStep, PlanVersion
from resources.staff.access import person_of

NeedFormSet = formset_factory(NeedForm, extra=3, max_num=20, absolute_max=40)


def create(request: HttpRequest) -> HttpResponse:
    """A plan of its own."""
    person = person_of(request)
    require_writer(person)
    sources = versions_for(person).filter(state__in=PUBLISHED).order_by("plan", "-number")
    form = PlanForm(request.POST or None, sources=sources)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.create_plan(
                data["name"], data["name_en"], source=data["source"], actor=person, now=clock.now()
            )
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("已起草预案。请写好正文和步骤，再提交评审。"))
            return redirect("plans:version", made.pk)
    return render(request, "plans/create.html", {"form": form}, status=400 if form.is_bound else 200)


def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft's texts and conditions."""
    person = person_of(request)
    require_writer(person)
    version = version_or_404(person, pk)
    form = TermsForm(request.POST or None, version=version)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        wanted = actions.Terms(data["summary"], data["causes"], data["scopes"], data["grades"], form.texts())
        actions.save_terms(version, wanted, actor=person, now=clock.now())
        toast(request, _("已保存草稿。"))
        return redirect("plans:version", pk)
    return render(request, "plans/terms.html", {"form": form, "version": version}, status=400 if form.is_bound else 200)


def add_step(request: HttpRequest, pk: int) -> HttpResponse:
    """?phase=… chooses the phase."""
    person = person_of(request)
    require_writer(person)
    version = version_or_404(person, pk)
    asked = request.GET.get("phase", "")
    initial = {"phase": asked if asked in Phase.values else Phase.CONFIRM}

    def save(said: dict[str, Any]) -> PlanStep:
        return actions.add_step(version, said, actor=person, now=clock.now())

    return _step(request, version, None, initial, save)


def change_step(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    require_writer(person)
    step = step_or_404(person, pk)

    def save(said: dict[str, Any]) -> PlanStep:
        return actions.change_step(step, said, actor=person, now=clock.now())

    return _step(request, step.version, step, initial_of(step), save)


def _step(request: HttpRequest, version: PlanVersion, step: PlanStep | None, initial: Any, save: Any) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, initial=initial)
    needs = NeedFormSet(data, initial=needs_of(step), prefix="need", form_kwargs={"things": things()})
    if data is not None and form.is_valid() and needs.is_valid():
        resources = [said for one in needs.forms if (said := one.said())]
        saved = save(form.said(resources))
        toast(request, _("已保存步骤。"))
        return redirect(f"{reverse('plans:version', args=[version.pk])}#step-{saved.key}")
    context = {"form": form, "needs": needs, "version": version, "step": step}
    return render(request, "plans/step.html", context, status=400 if data is not None else 200)


@require_POST
def move_step(request: HttpRequest, pk: int, by: int) -> HttpResponse:
    """One place up or down."""
    person = person_of(request)
    step = step_or_404(person, pk)
    actions.move_step(step, by, actor=person, now=clock.now())
    return redirect(f"{reverse('plans:version', args=[step.version_id])}#step-{step.key}")


@require_POST
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    step = step_or_404(person, pk)
    actions.remove_step(step, actor=person, now=clock.now())
    toast(request, _("已删除步骤“%(title)s”。") % {"title": step.title})
    return redirect(f"{reverse('plans:version', args=[step.version_id])}#phase-{step.phase}")


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with all that a version says."""
    person = person_of(request)
    made = actions.draft_from(version_or_404(person, pk), actor=person, now=clock.now())
    toast(request, _("已起草第%(number)s版。修改后提交评审。") % {"number": made.number})
    return redirect("plans:version", made.pk)
