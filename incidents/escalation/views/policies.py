"""Policies: the list, and one with its form and its versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from incidents.escalation import queries
from incidents.escalation.access import may_make_policy, require_keeper, require_policy_maker
from incidents.escalation.actions.policies import (
    FAULTS,
    STARTING_TERMS,
    faults_of,
    move_policy,
    retire_policy,
    save_policy,
    terms_of,
)
from incidents.escalation.forms import Forms, forms_of
from incidents.escalation.forms_simulation import SimulationForm, initial_of
from incidents.escalation.models import EscalationPolicy
from incidents.escalation.policies.reviewing import review
from incidents.escalation.policies.simulating import simulate
from resources.staff.access import person_of

from .simulation import PREFIX, draft_of, shown_answer


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    require_keeper(person)
    shown, remarks = review(list(queries.policies()))
    context = {"shown": shown, "remarks": remarks, "may_edit": may_make_policy(person)}
    return render(request, "escalation/policies.html", context)


@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A policy with its versions; without pk a new one. A POST saves a new version (422 with what is wrong), or with
    `simulate` shows what the draft would do."""
    person = person_of(request)
    require_keeper(person)
    shown = get_object_or_404(queries.policies(), pk=pk) if pk is not None else None
    if request.method == "POST" or shown is None:
        require_policy_maker(person)
    data = request.POST if request.method == "POST" else None
    forms = forms_of(shown, terms_of(shown.versions.all()[0]) if shown else STARTING_TERMS, data)
    initial = initial_of(person, clock.now())
    question = SimulationForm(data if _asks(request) else None, prefix=PREFIX, initial=initial, person=person)
    context: dict[str, Any] = {"policy": shown, "forms": forms, "form": forms.main, "question": question}
    if _asks(request):
        context |= _simulated(forms, question, shown)
    elif data is not None and forms.are_valid() and _save(request, shown, forms):
        return redirect("escalation:policies")
    context["may_edit"] = may_make_policy(person)
    refused = data is not None and "answer" not in context
    return render(request, "escalation/policy.html", context, status=422 if refused else 200)


def _asks(request: HttpRequest) -> bool:
    """Whether the draft is only to be simulated."""
    return request.method == "POST" and "simulate" in request.POST


def _simulated(forms: Forms, question: SimulationForm, policy: EscalationPolicy | None) -> dict[str, Any]:
    """What the draft would do, or in its form what is wrong with it."""
    if not all([forms.are_valid(), question.is_valid()]):
        return {}
    faults = faults_of(forms.terms(), is_default=forms.main.cleaned_data["is_default"])
    if faults:
        forms.main.add_error(None, str(FAULTS[faults[0]]))
        return {}
    return shown_answer(simulate(question.question(), draft_of(forms, policy)))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST up=1: tried one place earlier; without it one place later."""
    move_policy(_found(request, pk), up=bool(request.POST.get("up")), actor=person_of(request), now=clock.now())
    return redirect("escalation:policies")


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """POST retired=1: out of use; without it back in use."""
    policy, retired = _found(request, pk), bool(request.POST.get("retired"))
    retire_policy(policy, retired=retired, actor=person_of(request), now=clock.now())
    toast(request, (_("策略“%(name)s”已停用。") if retired else _("策略“%(name)s”已启用。")) % {"name": policy.name})
    return redirect("escalation:policies")


def _found(request: HttpRequest, pk: int) -> EscalationPolicy:
    require_keeper(person_of(request))
    return get_object_or_404(EscalationPolicy, pk=pk)


def _save(request: HttpRequest, shown: EscalationPolicy | None, forms: Forms) -> bool:
    try:
        version = save_policy(
            shown,
            name=forms.main.cleaned_data["name"],
            is_default=forms.main.cleaned_data["is_default"],
            terms=forms.terms(),
            actor=person_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        forms.main.add_error(None, str(refused))
        return False
    toast(
        request, _("策略“%(name)s”已保存为第 %(number)d 版。") % {"name": version.policy.name, "number": version.number}
    )
    return True
