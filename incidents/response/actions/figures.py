"""The figures of an incident: counted anew whenever its terminals change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from incidents.response.impact import Impact, impact_of, title_for
from incidents.response.models import GradeRule, Incident, IncidentTerminal
from incidents.response.rules.grading import GradeFacts, GradeLine, grade_of

BATCH = 5000


def set_members(incident: Incident, members: Iterable[tuple[int, datetime, datetime | None]]) -> None:
    """Store (terminal, since, until): new ones are added, known ones brought up to date."""
    IncidentTerminal.objects.bulk_create(
        (
            IncidentTerminal(incident=incident, terminal_id=terminal, since=since, until=until)
            for terminal, since, until in members
        ),
        update_conflicts=True,
        unique_fields=["incident", "terminal"],
        update_fields=["since", "until"],
        batch_size=BATCH,
    )


def figures(impact: Impact) -> dict[str, Any]:
    """The incident's fields that hold them."""
    return {
        "affected_terminals": impact.terminals,
        "affected_sites": impact.sites,
        "affected_users": impact.terms["users"],
        "users_terms": dict(impact.terms),
        "coverage_km2": impact.coverage_km2,
        "region": impact.region,
    }


def count(incident: Incident) -> dict[str, Any]:
    """Count from the stored members: the figures, and the title for incidents that were named by the system."""
    impact = impact_of(incident)
    counted = figures(impact)
    if incident.warning_id:
        counted["title"] = title_for(incident, impact)
    return counted


def grade_by_rules(incident: Incident) -> str:
    """What the rules say of the incident as it stands now."""
    lines = [
        GradeLine(rule.grade, rule.scope, rule.category, rule.cause, rule.min_terminals, rule.payment_method)
        for rule in GradeRule.objects.all()
    ]
    facts = GradeFacts(
        scope=incident.scope,
        category=incident.category,
        terminals=incident.affected_terminals,
        payment_method=incident.payment_method,
        codes=codes_of(incident),
    )
    return grade_of(lines, facts)


def codes_of(incident: Incident) -> frozenset[str]:
    """The cause and the fault codes that the evidence names."""
    named = incident.evidence.get("params", {}).get("codes", ())
    listed = named.replace("、", ",").split(",") if isinstance(named, str) else named
    return frozenset({incident.cause, *(str(code).strip() for code in listed)} - {""})
