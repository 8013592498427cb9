"""Who answers for an incident's region, and on whose behalf a B acts."""

from collections.abc import Iterable
from datetime import datetime

from incidents.escalation.rules import parse_steps
from resources.staff import queries as staff
from resources.staff.choices import AssignmentRole
from resources.staff.models import Person

from .models import Incident

COUNTRY = "000000"


def region_code(incident: Incident) -> str:
    return incident.region_id or COUNTRY


def in_charge(incident: Incident, now: datetime) -> list[Person]:
    """Whom the incident's policy calls as A and B for its region, without doubles."""
    code = region_code(incident)
    steps = parse_steps(incident.policy_version.steps)
    return _people(
        staff.holder(step.function, code, step.target, now) for step in steps if step.target in AssignmentRole.values
    )


def leads(incident: Incident, now: datetime) -> list[Person]:
    return _people([staff.lead(region_code(incident), now)])


def acting_for(actor: Person | None, incident: Incident, now: datetime) -> Person | None:
    """The A on whose behalf the actor acts: as B of a post that the policy calls, or of any other whose A is away."""
    if actor is None:
        return None
    code = region_code(incident)
    for function in _called_functions(incident):
        first = staff.incumbent(function, code, AssignmentRole.A, now)
        if first is not None and first.person == actor:
            return first.acting_for
        second = staff.incumbent(function, code, AssignmentRole.B, now)
        if first is not None and second is not None and second.person == actor and second.post == first.post:
            return first.person
    return staff.acting_for(actor, code, now)


def _called_functions(incident: Incident) -> list[str]:
    """The functions whose A and B the incident's policy calls, in the order of its steps."""
    steps = parse_steps(incident.policy_version.steps)
    return list(dict.fromkeys(step.function for step in steps if step.target in AssignmentRole.values))


def _people(found: Iterable[Person | None]) -> list[Person]:
    return list({person.pk: person for person in found if person is not None}.values())
