"""The figures of an incident: counted anew whenever its terminals change."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.response.extent import periods, statements
from incidents.response.extent.rules import joined
from incidents.response.impact import Impact, impact_of, title_for
from incidents.response.models import GradeRule, Incident, IncidentTerminal
from incidents.response.plans.choices import Cause
from incidents.response.rules.grading import GradeFacts, GradeLine, grade_of
from resources.network.models import Terminal

#: the code that rules know a cause by, for those which a person names
STANDS_FOR: Mapping[str, str] = {
    Cause.WRONG_DATA: "RECORD_WRONG",
    Cause.DELETED: "RECORD_DELETED",
    Cause.PART_MISSING: "BOX_MISSING",
    Cause.INTRUSION: "INTRUSION",
}


def take_from_warning(
    incident: Incident, warning: MonitoringWarning, *, others: Collection[int] = (), only_known: bool = False
) -> None:
    """Add the warning's terminals and bring known ones up to date; one statement, however many there are.

    others: ids of the open warnings that may cover the same terminals. only_known: none is added.
    """
    _execute(statements.FROM_WARNING, incident, warning=warning.pk, others=list(others), only_known=only_known)


def take_from_incident(incident: Incident, other: Incident) -> None:
    """Add the terminals of another incident with their periods; those of a terminal that both have touched are joined."""
    shared = [key for (key,) in _execute(statements.SHARED, incident, other=other.pk)]
    _execute(statements.FROM_INCIDENT, incident, other=other.pk)
    if shared:
        rows = IncidentTerminal.objects.filter(incident__in=[incident, other], terminal__in=shared)
        periods.replace(incident, {key: joined(known) for key, known in periods.by_terminal(rows).items()})
    _execute(statements.LEFT_OUT, incident, other=other.pk)
    _execute(statements.TAKEN_BACK, incident)


def take(incident: Incident, terminals: Iterable[Terminal], since: datetime) -> None:
    """Add terminals that a person has named."""
    IncidentTerminal.objects.bulk_create(
        IncidentTerminal(incident=incident, terminal=terminal, since=since) for terminal in terminals
    )


def _execute(statement: str, incident: Incident, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"incident": incident.pk, **parameters})
        return cursor.fetchall() if cursor.description else []


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
    if incident.warning_id or incident.split_from_id:
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


def overruled_grade(incident: Incident) -> str:
    """What the rules gave when a person last changed the grade; "" when nobody has."""
    decision = incident.timeline.filter(code="grade_changed").order_by("id").last()
    return str(decision.params.get("by_rules", "")) if decision else ""


def codes_of(incident: Incident) -> frozenset[str]:
    """The cause and the fault codes that the evidence names; where a person has named the cause, that alone."""
    if incident.classified_at is not None:
        return frozenset({incident.cause, STANDS_FOR.get(incident.cause, "")} - {""})
    named = incident.evidence.get("params", {}).get("codes", ())
    listed = named.replace("、", ",").split(",") if isinstance(named, str) else named
    return frozenset({incident.cause, *(str(code).strip() for code in listed)} - {""})
