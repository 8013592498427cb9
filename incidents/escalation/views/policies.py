"""Policies: the list, and one with its form and its versions."""

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from incidents.escalation import queries
from incidents.escalation.access import may_make_policy, require_keeper, require_policy_maker
from incidents.escalation.actions.policies import STARTING_TERMS, save_policy, terms_of
from incidents.escalation.forms import PolicyForm, StepForm, StepFormSet, initial_of, terms_from
from incidents.escalation.models import EscalationPolicy
from resources.staff.access import person_of


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    require_keeper(person)
    context = {"policies": queries.policies(), "may_edit": may_make_policy(person)}
    return render(request, "escalation/policies.html", context)


@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A policy with its versions; without pk a new one. A POST saves a new version (422 with what is wrong)."""
    person = person_of(request)
    require_keeper(person)
    shown = get_object_or_404(queries.policies(), pk=pk) if pk is not None else None
    if request.method == "POST" or shown is None:
        require_policy_maker(person)
    form, steps = _forms(request, shown)
    if request.method == "POST" and form.is_valid() and steps.is_valid() and _save(request, shown, form, steps):
        return redirect("escalation:policies")
    context = {"policy": shown, "form": form, "steps": steps, "may_edit": may_make_policy(person)}
    return render(request, "escalation/policy.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, shown: EscalationPolicy | None) -> "tuple[PolicyForm, BaseFormSet[StepForm]]":
    main, rows = initial_of(shown, terms_of(shown.versions.all()[0]) if shown else STARTING_TERMS)
    data = request.POST if request.method == "POST" else None
    return PolicyForm(data, initial=main), StepFormSet(
        data, initial=rows, prefix="step", form_kwargs={"empty_permitted": True}
    )


def _save(
    request: HttpRequest, shown: EscalationPolicy | None, form: PolicyForm, steps: "BaseFormSet[StepForm]"
) -> bool:
    try:
        version = save_policy(
            shown,
            name=form.cleaned_data["name"],
            is_default=form.cleaned_data["is_default"],
            terms=terms_from(form, steps),
            actor=person_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    toast(
        request, _("策略“%(name)s”已保存为第 %(number)d 版。") % {"name": version.policy.name, "number": version.number}
    )
    return True
