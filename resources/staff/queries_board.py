"""The A/B board: who holds each post, who acts, and what is amiss, in a fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from emergency_ops.lib.clock import SHANGHAI

from .access import posts_for
from .choices import ActingState, AssignmentRole, TrainingMark
from .models import Person, Post, PostAssignment, TrainingRecord
from .queries_acting import Incumbent, acting_many
from .queries_training import SOON, standing
from .rules.assigning import first_day, last_day
from .rules.training import expires_within


@dataclass(frozen=True)
class Seat:
    """Somebody holds a post as A or B. mark: how they stand with the training that the post asks for; expires_on: its end."""

    assignment: PostAssignment
    person: Person
    mark: TrainingMark
    expires_on: date | None = None

    def __str__(self) -> str:
        return str(self.person)


@dataclass(frozen=True)
class Standing:
    """How a post is filled at a time."""

    incumbent: Incumbent | None
    seats: Mapping[str, Seat]

    @property
    def state(self) -> ActingState:
        return state_of(self.incumbent)

    @property
    def a(self) -> Seat | None:
        return self.seats.get(AssignmentRole.A)

    @property
    def b(self) -> Seat | None:
        return self.seats.get(AssignmentRole.B)


def listed_posts(person: Person) -> QuerySet[Post]:
    """The posts in use that a person sees, with `place` to sort them by area and function."""
    place = Concat(F("region_id"), Value(" "), F("function"), output_field=CharField())
    return posts_for(person).filter(is_active=True).select_related("region").annotate(place=place)


def standings(posts: Iterable[Post], at: datetime) -> dict[int, Standing]:
    """How each of these posts is filled at a time, by primary key. A fixed number of queries, however many posts."""
    known = {post.pk: post for post in posts}
    found = acting_many(known.values(), at)
    held = PostAssignment.objects.filter(post__in=known, validity__contains=at).select_related("person", "untrained_by")
    seats: dict[int, dict[str, Seat]] = {pk: {} for pk in known}
    for seat in seats_of(held, known, at):
        seats[seat.assignment.post_id][seat.assignment.role] = seat
    return {pk: Standing(found[pk], seats[pk]) for pk in known}


def seats_of(assignments: Iterable[PostAssignment], posts: Mapping[int, Post], at: datetime) -> list[Seat]:
    """Assignments with how their people stand with the post's training. One query, and one for the assignments themselves."""
    rows = list(assignments)
    trainings = {post.required_training_id for post in posts.values() if post.required_training_id is not None}
    people = {row.person_id for row in rows}
    records = standing(people, trainings, at.astimezone(SHANGHAI).date()) if trainings and people else {}
    return [_seat(row, posts[row.post_id], records, at) for row in rows]


def counted(found: Collection[Incumbent | None]) -> dict[ActingState, int]:
    """How many posts are in each state; those that none is in are there too."""
    counts = Counter(state_of(one) for one in found)
    return {state: counts[state] for state in ActingState}


def state_of(incumbent: Incumbent | None) -> ActingState:
    return incumbent.state if incumbent else ActingState.GAP


def _seat(row: PostAssignment, post: Post, records: Mapping[tuple[int, int], TrainingRecord], at: datetime) -> Seat:
    if post.required_training_id is None:
        return Seat(row, row.person, TrainingMark.NONE)
    record = records.get((row.person_id, post.required_training_id))
    if record is None:
        return Seat(row, row.person, TrainingMark.MISSING)
    today = first_day(None, at)
    ends_early = expires_within(record, last_day(row.validity.upper))
    if ends_early and record.expires_on is not None and record.expires_on <= today + SOON:
        return Seat(row, row.person, TrainingMark.EXPIRING, record.expires_on)
    return Seat(row, row.person, TrainingMark.HELD, record.expires_on)
