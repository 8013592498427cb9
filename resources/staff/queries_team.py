"""The emergency team: everybody who answers for a post now, stands ready as its B, or is on duty."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from .choices import ActingRole, AssignmentRole
from .models import Absence, Person, Post, PostAssignment, Shift
from .queries_acting import Incumbent, acting_many
from .rules.acting import Reason
from .sentences_acting import why


class Face(NamedTuple):
    """A person as far as the team shows one: hundreds are looked at for a page of some."""

    pk: int
    username: str
    name: str
    department: str
    phone: str
    email: str

    def __str__(self) -> str:
        return self.name or self.username


@dataclass
class Member:
    """Somebody of the team. acts: the posts they answer for now, and why; ready: those they are B of, and A acts for."""

    person: Face
    acts: list[tuple[Post, str]] = field(default_factory=list)
    ready: list[Post] = field(default_factory=list)
    on_duty: bool = False


@dataclass(frozen=True)
class Department:
    name: str
    members: list[Member]


def team(posts: QuerySet[Post], at: datetime) -> list[Department]:
    """The team of these posts by department, whoever acts first. A fixed number of queries."""
    known = {post.pk: post for post in posts.select_related(None).defer("materials")}
    seats = _seats(posts, at)
    running = _running(at)
    present = {post: person for role, person, post in seats if role == AssignmentRole.A}
    others = acting_many([post for pk, post in known.items() if pk not in present], at)
    ready = [
        (person, post)
        for role, person, post in seats
        if role == AssignmentRole.B and not _acts(others.get(post), person)
    ]
    acting = {one.person.pk for one in others.values() if one is not None} | set(present.values())
    members = acting | {person for person, _post in ready}
    on_duty = {person for person, post in running if person in members or post in known}
    found = {face.pk: Member(face) for face in _faces(members | on_duty)}
    as_a = why(ActingRole.A, Reason.HOLDS, None)
    for pk, post in known.items():
        other = others.get(pk)
        if pk in present:
            found[present[pk]].acts.append((post, as_a))
        elif other is not None:
            found[other.person.pk].acts.append((post, other.why))
    for person, pk in ready:
        found[person].ready.append(known[pk])
    for person in on_duty:
        found[person].on_duty = True
    return _by_department(found.values())


def _faces(people: Collection[int]) -> list[Face]:
    rows = Person.objects.filter(pk__in=people).order_by("pk")
    return [Face(*row) for row in rows.values_list(*Face._fields)]


def _seats(posts: QuerySet[Post], at: datetime) -> list[tuple[str, int, int]]:
    """(role, person, post) of everybody who holds one of the posts as A or B and is there."""
    rows = PostAssignment.objects.filter(
        ~Exists(_away(at)), post__in=posts.order_by().values("pk"), validity__contains=at, person__is_active=True
    )
    return list(rows.values_list("role", "person_id", "post_id"))


def _running(at: datetime) -> list[tuple[int, int]]:
    """(person, post) of everybody who is on duty, whatever the post."""
    rows = Shift.objects.filter(~Exists(_away(at)), period__contains=at, person__is_active=True)
    return list(rows.order_by().values_list("person_id", "post_id"))


def _away(at: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(person=OuterRef("person"), period__contains=at, cancelled_at=None)


def _acts(incumbent: Incumbent | None, person: int) -> bool:
    return incumbent is not None and incumbent.person.pk == person


def _by_department(members: Iterable[Member]) -> list[Department]:
    grouped: dict[str, list[Member]] = {}
    for member in sorted(members, key=lambda one: (one.person.department, not one.acts, one.person.name)):
        grouped.setdefault(member.person.department, []).append(member)
    return [Department(name, rows) for name, rows in sorted(grouped.items(), key=lambda pair: (not pair[0], pair[0]))]
