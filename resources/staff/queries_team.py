"""The emergency team: everybody who answers for a post now, stands ready as its B, or is on duty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from .choices import AssignmentRole
from .models import Person, Post, PostAssignment, Shift
from .queries_acting import Incumbent, absent, acting_many
from .queries_duty import people_on_duty


@dataclass
class Member:
    """Somebody of the team. acts: the posts they answer for now; ready: those they are B of, and A acts for."""

    person: Person
    acts: list[Incumbent] = field(default_factory=list)
    ready: list[Post] = field(default_factory=list)
    on_duty: bool = False


@dataclass(frozen=True)
class Department:
    name: str
    members: list[Member]


def team(posts: QuerySet[Post], at: datetime) -> list[Department]:
    """The team of these posts by department, whoever acts first. A fixed number of queries."""
    known = {post.pk: post for post in posts.select_related("region")}
    members = _acting(acting_many(known.values(), at), known)
    _add_ready(members, known, at)
    _add_on_duty(members, known, at)
    return _by_department(members.values())


def _acting(found: Mapping[int, Incumbent | None], known: Mapping[int, Post]) -> dict[int, Member]:
    members: dict[int, Member] = {}
    for one in found.values():
        if one is not None:
            members.setdefault(one.person.pk, Member(one.person)).acts.append(one)
    return members


def _add_ready(members: dict[int, Member], known: Mapping[int, Post], at: datetime) -> None:
    """Those who are B of a post, present, and not acting for it."""
    rows = PostAssignment.objects.filter(
        post__in=known, role=AssignmentRole.B, validity__contains=at, person__is_active=True
    ).select_related("person")
    seconds = [(row.person, known[row.post_id]) for row in rows]
    away = absent([person for person, _post in seconds], at)
    for person, post in seconds:
        acts = members[person.pk].acts if person.pk in members else []
        if person.pk not in away and all(one.post != post for one in acts):
            members.setdefault(person.pk, Member(person)).ready.append(post)


def _add_on_duty(members: dict[int, Member], known: Mapping[int, Post], at: datetime) -> None:
    """Those with a shift of one of the posts, and which of the others have any."""
    shifts = Shift.objects.filter(post__in=known, period__contains=at, person__is_active=True).select_related("person")
    people = {shift.person.pk: shift.person for shift in shifts if shift.person}
    people |= {pk: member.person for pk, member in members.items()}
    on_duty = people_on_duty(people.values(), at)
    for pk, person in people.items():
        if pk in on_duty:
            members.setdefault(pk, Member(person)).on_duty = True


def _by_department(members: Iterable[Member]) -> list[Department]:
    grouped: dict[str, list[Member]] = {}
    for member in sorted(members, key=lambda one: (one.person.department, not one.acts, one.person.name)):
        grouped.setdefault(member.person.department, []).append(member)
    return [Department(name, rows) for name, rows in sorted(grouped.items(), key=lambda pair: (not pair[0], pair[0]))]
