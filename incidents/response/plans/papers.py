"""The plan on paper. Imported when the app is ready."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.staff.models import Person

from .access import versions_for
from .models import PlanVersion
from .presenting import StepLine, VersionView


def facts_of(view: VersionView) -> dict[str, Any]:
    """What the paper shows, as plain JSON."""
    version = view.version
    return {
        "version": version.pk,
        "plan": str(version.plan),
        "number": version.number,
        "state": version.get_state_display(),
        "in_force": f"{localtime(version.in_force_at):%Y-%m-%d}" if version.in_force_at else "",
        "approved_by": str(version.approved_by or ""),
        "conditions": view.conditions,
        "sections": [[str(section.label), text] for section, text in view.sections],
        "closing": [[str(section.label), text] for section, text in view.closing],
        "causes": [[one.category, str(one.cause.label), one.text] for one in view.causes if one.text],
        "phases": [[str(group.phase.label), [_step(line) for line in group.steps]] for group in view.phases],
    }


def _step(line: StepLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": line.step.title,
        "text": line.step.text,
        "function": line.function,
        "due": line.due,
        "conditions": line.conditions,
        "evidence": line.evidence,
        "checklist": [item for item, _mandatory in line.checklist],
        "resources": list(line.resources),
    }


def _may_open(person: Person, paper: Paper) -> bool:
    return versions_for(person).filter(pk=int(paper.facts["version"])).exists()


def _back(paper: Paper) -> str:
    facts: Mapping[str, Any] = paper.facts
    exists = PlanVersion.objects.filter(pk=int(facts["version"])).exists()
    return reverse("plans:version", args=[facts["version"]]) if exists else ""


registry.register(
    PaperKind.PLAN,
    template="papers/plan.html",
    css=(Path(__file__).parent / "assets" / "plan.css",),
    may_open=_may_open,
    back=_back,
)
