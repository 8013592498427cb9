"""What the policies would do: of those that are saved, and of a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from incidents.escalation.access import require_keeper
from incidents.escalation.forms import Forms
from incidents.escalation.forms_simulation import SimulationForm, initial_of
from incidents.escalation.models import EscalationPolicy
from incidents.escalation.policies.choosing import Candidate
from incidents.escalation.policies.drawing import draw, rows_of
from incidents.escalation.policies.simulating import Answer, Draft, simulate
from incidents.escalation.policies.wording import region_names, regions_in, why, why_not
from resources.staff.access import person_of

PREFIX = "sim"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """GET with sim-at, sim-grade, …: what would happen (422 with what is wrong in it)."""
    person = person_of(request)
    require_keeper(person)
    asked = f"{PREFIX}-at" in request.GET
    initial = initial_of(person, clock.now())
    form = SimulationForm(request.GET if asked else None, prefix=PREFIX, initial=initial, person=person)
    context: dict[str, Any] = {"form": form}
    if asked and form.is_valid():
        try:
            context |= shown_answer(simulate(form.question()))
        except EscalationPolicy.DoesNotExist:
            context["no_policy"] = True
    return render(request, "escalation/simulation.html", context, status=422 if form.errors else 200)


def shown_answer(answer: Answer) -> dict[str, Any]:
    """What the template of an answer needs."""
    choice, rows = answer.choice, rows_of(answer)
    pairs = [*choice.reasons, *(pair for _one, reasons in choice.passed_over for pair in reasons)]
    regions = region_names({*regions_in(pairs), answer.question.facts.region_code})
    return {
        "answer": answer,
        "rows": rows,
        "drawing": draw(answer, rows),
        "region": regions.get(answer.question.facts.region_code, ""),
        "chosen": choice.candidate,
        "because": why(choice.reasons, regions),
        "passed": [(one, why_not(reasons, regions)) for one, reasons in choice.passed_over],
        "is_other": answer.shown != choice.candidate,
    }


def draft_of(forms: Forms, policy: EscalationPolicy | None) -> Draft:
    """What valid forms would save."""
    terms, main = forms.terms(), forms.main.cleaned_data
    candidate = Candidate(main["name"], terms.conditions, main["is_default"])
    return Draft(candidate, tuple(terms.steps), terms.repeat_minutes, policy.pk if policy else None)
