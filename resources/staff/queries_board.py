"""The A/B board: who holds each post, who acts, and what is amiss, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Prefetch, QuerySet, Value
from django.db.models.functions import Concat

from emergency_ops.lib.clock import SHANGHAI

from .access import posts_for
from .choices import ActingRole, ActingState, AssignmentRole, TrainingMark
from .models import Person, Post, PostAssignment, TrainingRecord
from .queries_acting import Incumbent, acting_many, with_a_present
from .queries_training import SOON, standing, valid_on
from .rules.acting import Reason
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

    @property
    def is_marked(self) -> bool:
        """Whether there is something to say of the training."""
        return bool(self.assignment.untrained_reason) or self.mark in {TrainingMark.EXPIRING, TrainingMark.MISSING}


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


def with_holders(posts: QuerySet[Post], at: datetime) -> QuerySet[Post]:
    """The posts with who holds them at a time, for `standing_of`: two queries more, for the rows that are read."""
    held = PostAssignment.objects.filter(validity__contains=at).select_related("person", "untrained_by")
    day = at.astimezone(SHANGHAI).date()
    counting = Prefetch("person__training_records", queryset=valid_on(day), to_attr="valid_records")
    return posts.prefetch_related(Prefetch("assignments", queryset=held.prefetch_related(counting), to_attr="holders"))


def standing_of(post: Any, incumbent: Incumbent | None, at: datetime) -> Standing:
    """How a post of `with_holders` is filled at that time."""
    seats = (_seat(row, post, _best(row.person, post), at) for row in post.holders)
    return Standing(incumbent, {seat.assignment.role: seat for seat in seats})


def standing_now(post: Post, at: datetime) -> Standing:
    """How one post is filled at a time."""
    found = with_holders(Post.objects.filter(pk=post.pk), at).get()
    return standing_of(found, acting_many([post], at)[post.pk], at)


def seats_of(assignments: Iterable[PostAssignment], posts: Mapping[int, Post], at: datetime) -> list[Seat]:
    """Assignments with how their people stand with the post's training. One query, and one for the assignments themselves."""
    rows = list(assignments)
    trainings = {post.required_training_id for post in posts.values() if post.required_training_id is not None}
    people = {row.person_id for row in rows}
    records = standing(people, trainings, at.astimezone(SHANGHAI).date()) if trainings and people else {}
    return [_seat(row, posts[row.post_id], _known(records, row, posts[row.post_id]), at) for row in rows]


def acting_for_absent(posts: QuerySet[Post], at: datetime) -> dict[int, Incumbent | None]:
    """Who acts for those of the posts whose A is not there."""
    return acting_many(posts.exclude(with_a_present(at)).select_related(None).defer("materials"), at)


def acting_on_page(
    rows: Sequence[Any], others: Mapping[int, Incumbent | None], at: datetime
) -> dict[int, Incumbent | None]:
    """Who acts for posts of `with_holders`: as `acting_for_absent` says, else their A. No query."""
    found = {row.pk: others[row.pk] if row.pk in others else _a_of(row) for row in rows}
    changed = [row for row in rows if row.pk not in others and found[row.pk] is None]
    return found | (acting_many(changed, at) if changed else {})


def _a_of(post: Any) -> Incumbent | None:
    people = (row.person for row in post.holders if row.role == AssignmentRole.A)
    return next((Incumbent(one, ActingRole.A, Reason.HOLDS, post=post) for one in people), None)


def states_of(posts: QuerySet[Post], others: Mapping[int, Incumbent | None]) -> dict[ActingState, int]:
    """How many of the posts are in each state. others: of `acting_for_absent`. One query."""
    counts = counted(others.values())
    counts[ActingState.PRESENT] += posts.count() - len(others)
    return counts


def counted(found: Iterable[Incumbent | None]) -> dict[ActingState, int]:
    """How many posts are in each state; those that none is in are there too."""
    counts = Counter(state_of(one) for one in found)
    return {state: counts[state] for state in ActingState}


def state_of(incumbent: Incumbent | None) -> ActingState:
    return incumbent.state if incumbent else ActingState.GAP


def _known(records: Mapping[tuple[int, int], TrainingRecord], row: PostAssignment, post: Post) -> TrainingRecord | None:
    training = post.required_training_id
    return records.get((row.person_id, training)) if training is not None else None


def _best(person: Any, post: Post) -> TrainingRecord | None:
    """Of the valid records of a person of `with_holders`, the one of the post's training that lasts longest."""
    fitting = [record for record in person.valid_records if record.training_id == post.required_training_id]
    return max(fitting, key=lambda record: record.expires_on or date.max, default=None)


def _seat(row: PostAssignment, post: Post, record: TrainingRecord | None, at: datetime) -> Seat:
    if post.required_training_id is None:
        return Seat(row, row.person, TrainingMark.NONE)
    if record is None:
        return Seat(row, row.person, TrainingMark.MISSING)
    ends_early = expires_within(record, last_day(row.validity.upper))
    if ends_early and record.expires_on is not None and record.expires_on <= first_day(None, at) + SOON:
        return Seat(row, row.person, TrainingMark.EXPIRING, record.expires_on)
    return Seat(row, row.person, TrainingMark.HELD, record.expires_on)
