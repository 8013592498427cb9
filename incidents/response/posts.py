"""Who answers for an incident's region, and on whose behalf a B acts."""

from collections.abc import Iterable
from datetime import datetime

from incidents.escalation.rules import parse_steps
from resources.network.regions import parents
from resources.staff import queries as staff
from resources.staff.choices import AssignmentRole
from resources.staff.models import Person, PostAssignment

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
    """The A on whose behalf the actor acts: for whoever is B of a post over the region, and A of none there."""
    if actor is None:
        return None
    code = region_code(incident)
    held = PostAssignment.objects.filter(
        person=actor, validity__contains=now, post__region__in=[code, *parents(code)]
    ).order_by("post__region")
    posts = dict(held.values_list("role", "post_id"))
    if AssignmentRole.A in posts or AssignmentRole.B not in posts:
        return None
    nearest = PostAssignment.objects.filter(post=posts[AssignmentRole.B], role=AssignmentRole.A, validity__contains=now)
    assignment = nearest.select_related("person").first()
    return assignment.person if assignment else None


def _people(found: Iterable[Person | None]) -> list[Person]:
    return list({person.pk: person for person in found if person is not None}.values())
