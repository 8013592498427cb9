"""Who holds which post, where, now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from emergency_ops.lib.fields import Options
from emergency_ops.lib.roles import Role

from .acting_facts import Silence
from .choices import AssignmentRole
from .models import Cover, Person, Post, PostAssignment
from .queries_acting import (
    Incumbent,
    Line,
    Where,
    absent,
    acting,
    acting_by_function,
    acting_many,
    in_line,
    leaders,
    upwards,
    whole_line,
    whole_lines,
)

__all__ = [
    "Incumbent",
    "Line",
    "Silence",
    "Where",
    "absent",
    "acting",
    "acting_by_function",
    "acting_for",
    "acting_many",
    "assignments_of",
    "in_line",
    "lead",
    "leader",
    "leaders",
    "watch_keepers",
    "whole_line",
    "whole_lines",
]


def leader(region_code: str, at: datetime) -> Incumbent | None:
    """Who leads: who acts for the nearest commander's post, else anybody with the commander's role who sees the region."""
    return next(iter(leaders(region_code, at)), None)


def lead(region_code: str, at: datetime) -> Person | None:
    """The person alone of `leader`."""
    found = leader(region_code, at)
    return found.person if found else None


def post_choices(posts: QuerySet[Post]) -> Options:
    """The posts as choices, by region and function."""
    named = posts.order_by("region", "function").values_list("pk", "name")
    return Options(tuple((str(pk), name) for pk, name in named))


def watch_keepers() -> QuerySet[Person]:
    """Those who keep the system running: administrators, whoever they are today."""
    administrators = Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True)
    return Person.objects.filter(administrators, is_active=True).distinct().order_by("pk")


def acting_for(person: Person, region_code: str, at: datetime) -> Person | None:
    """The A in whose place a person acts at a post over this region, if there is one: whose name goes beside theirs."""
    functions = sorted(_stands_in_for(person, region_code, at))
    found = acting_by_function(functions, region_code, at).values()
    return next((one.acting_for for one in found if one and one.person == person and one.acting_for), None)


def _stands_in_for(person: Person, region_code: str, at: datetime) -> set[str]:
    """Functions for which somebody may have to act in another's place: as B, as cover, as head. One query."""
    second = PostAssignment.objects.filter(person=person, role=AssignmentRole.B, validity__contains=at)
    covered = Cover.objects.filter(person=person, period__contains=at, cancelled_at=None)
    asked = Q(pk__in=second.values("post")) | Q(pk__in=covered.values("post")) | Q(head=person)
    posts = Post.objects.filter(asked, region__in=upwards(region_code), is_active=True)
    return set(posts.order_by().values_list("function", flat=True))


def assignments_of(person: Person, now: datetime) -> QuerySet[PostAssignment]:
    """The posts that a person holds now or will hold, with post and region."""
    current = PostAssignment.objects.filter(person=person).exclude(validity__fully_lt=(now, None))
    return current.select_related("post__region").order_by("validity")
