"""Who holds which post, where, now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from emergency_ops.lib.roles import Role
from resources.network.regions import parents

from .choices import AssignmentRole, Function
from .models import Person, Post, PostAssignment
from .rules.acting import Acting, Holding, Reason, who_acts, who_is_b


@dataclass(frozen=True)
class Incumbent:
    """The person who answers for a post, for whom they act if for anybody, and the post (None: by their role alone)."""

    person: Person
    role: str
    reason: str
    acting_for: Person | None = None
    post: Post | None = None


def incumbent(function: str, region_code: str, role: str, now: datetime) -> Incumbent | None:
    """Who answers as A (B acts for an A who is away) or as B, by the nearest post of the function above the region. One query."""
    decide = who_acts if role == AssignmentRole.A else who_is_b
    for assignments in _nearest_first(function, region_code, now):
        found = decide([_holding(assignment) for assignment in assignments], now)
        if found is not None:
            return _incumbent(found, assignments)
    return None


def holder(function: str, region_code: str, role: str, now: datetime) -> Person | None:
    """The person alone of `incumbent`."""
    found = incumbent(function, region_code, role, now)
    return found.person if found else None


def leader(region_code: str, now: datetime) -> Incumbent | None:
    """Who leads: the nearest commander post's A, else its B, else anybody with the commander's role who sees the region."""
    found = incumbent(Function.COMMANDER, region_code, AssignmentRole.A, now)
    if found is not None:
        return found
    person = (
        Person.objects.filter(is_active=True, groups__name=Role.COMMANDER, regions__in=_upwards(region_code))
        .order_by("pk")
        .first()
    )
    return Incumbent(person, AssignmentRole.A, Reason.A_VACANT) if person else None


def lead(region_code: str, now: datetime) -> Person | None:
    """The person alone of `leader`."""
    found = leader(region_code, now)
    return found.person if found else None


def watch_keepers() -> QuerySet[Person]:
    """Those who keep the system running: administrators, whoever they are today."""
    administrators = Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True)
    return Person.objects.filter(administrators, is_active=True).distinct().order_by("pk")


def acting_for(person: Person, region_code: str, now: datetime) -> Person | None:
    """The A for whom a person acts as B at a post over this region, if there is one: whose name goes beside theirs."""
    held = PostAssignment.objects.filter(
        person=person, role=AssignmentRole.B, validity__contains=now, post__region__in=_upwards(region_code)
    ).values_list("post__function", flat=True)
    for function in sorted(set(held)):
        found = incumbent(function, region_code, AssignmentRole.A, now)
        if found is not None and found.person == person:
            return found.acting_for
    return None


def assignments_of(person: Person, now: datetime) -> QuerySet[PostAssignment]:
    """The posts that a person holds now or will hold, with post and region."""
    current = PostAssignment.objects.filter(person=person).exclude(validity__fully_lt=(now, None))
    return current.select_related("post__region").order_by("validity")


def _upwards(region_code: str) -> list[str]:
    return [region_code, *parents(region_code)] if region_code else ["000000"]


def _nearest_first(function: str, region_code: str, now: datetime) -> Iterable[list[PostAssignment]]:
    """Today's assignments of the function's posts, a list a post, the nearest region's first."""
    codes = _upwards(region_code)
    current = PostAssignment.objects.filter(
        validity__contains=now, post__function=function, post__region__in=codes
    ).select_related("person", "post")
    ordered = sorted(current, key=lambda row: codes.index(row.post.region_id))
    return [list(rows) for _code, rows in groupby(ordered, key=lambda row: row.post.region_id)]


def _holding(row: PostAssignment) -> Holding:
    return Holding(row.person_id, row.role, row.validity.lower, row.validity.upper, available=row.person.is_active)


def _incumbent(found: Acting, assignments: list[PostAssignment]) -> Incumbent:
    people = {row.person_id: row.person for row in assignments}
    return Incumbent(
        person=people[found.person],
        role=found.role,
        reason=found.reason,
        acting_for=people.get(found.acting_for) if found.acting_for else None,
        post=assignments[0].post,
    )
