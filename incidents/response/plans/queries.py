"""Reads: which version holds for an incident, and which of its steps."""

from collections.abc import Iterable

from django.db.models import QuerySet

from incidents.response.models import Incident

from .choices import VersionState
from .models import Conditions as Conditional
from .models import PlanStep, PlanVersion
from .rules import Candidate, Conditions, Facts, causes_of, choose


def conditions_of(row: Conditional) -> Conditions:
    return Conditions(tuple(row.causes), tuple(row.scopes), tuple(row.grades))


def facts_of(incident: Incident, codes: Iterable[str]) -> Facts:
    """`codes`: the cause and the fault codes that the incident's evidence names."""
    return Facts(causes_of(incident.category, codes), incident.scope, incident.grade)


def in_force() -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(state=VersionState.IN_FORCE).select_related("plan").order_by("plan")


def version_for(facts: Facts) -> PlanVersion | None:
    """The version in force that applies; None where none does."""
    versions = {version.pk: version for version in in_force()}
    chosen = choose([Candidate(pk, conditions_of(version)) for pk, version in versions.items()], facts)
    return versions.get(chosen) if chosen is not None else None


def steps_for(version: PlanVersion, facts: Facts) -> list[PlanStep]:
    """The steps of a version that apply, in the plan's order."""
    return [step for step in version.steps.order_by("position") if conditions_of(step).hold(facts)]
