"""Loads what is known about posts, for the rule that says who acts (rules/acting.py)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from .models import Absence, Cover, Person, Post, PostAssignment
from .rules.acting import Facts, Holding, Span

#: what only the person's own pages and login read; left out where people are loaded by the hundred
OF_THE_ACCOUNT = ("password", "last_login", "date_joined", "theme", "large_type", "shortcuts")


class Silence(NamedTuple):
    """The A of a post did not answer for the subject at hand from `since` on; heard of again at `until`."""

    post: int
    person: int
    since: datetime
    until: datetime | None = None


def facts_at(
    posts: Mapping[int, Post], at: datetime, silent: Iterable[Silence]
) -> tuple[dict[int, Facts], dict[int, Person]]:
    """What holds at the instant, and everybody who is named in it. Four queries."""
    holdings = _holdings(PostAssignment.objects.filter(post__in=posts, validity__contains=at))
    covers = _covers(Cover.objects.filter(post__in=posts, period__contains=at))
    heads = {post.head_id for post in posts.values() if post.head_id is not None}
    ids = heads | _named(holdings, covers)
    people = Person.objects.defer(*OF_THE_ACCOUNT).in_bulk(ids)
    away = _absences(Absence.objects.filter(person__in=ids, period__contains=at))
    closed = frozenset(pk for pk, person in people.items() if not person.is_active)
    silences = _silences(silent)
    facts = {
        pk: _facts(post, holdings[pk], covers[pk], away, closed=closed, silent=silences[pk])
        for pk, post in posts.items()
    }
    return facts, people


def with_the_past(facts: Mapping[int, Facts], wanted: Collection[int], after: datetime | None) -> dict[int, Facts]:
    """The facts of the wanted posts at any time; of absences and covers those that end after an instant. Three queries."""
    if not wanted:
        return {}
    kept = Q() if after is None else Q(period__endswith__gt=after) | Q(period__endswith=None)
    holdings = _holdings(PostAssignment.objects.filter(post__in=wanted))
    covers = _covers(Cover.objects.filter(kept, post__in=wanted))
    heads = {fact.head for pk, fact in facts.items() if pk in wanted and fact.head is not None}
    away = _absences(Absence.objects.filter(kept, person__in=heads | _named(holdings, covers)))
    return {
        pk: replace(
            facts[pk],
            holdings=tuple(holdings[pk]),
            covers=tuple(covers[pk]),
            away=_concerning(away, holdings[pk], covers[pk], facts[pk].head),
        )
        for pk in wanted
    }


def _named(holdings: Mapping[int, list[Holding]], covers: Mapping[int, list[Span]]) -> set[int]:
    held = {holding.person for rows in holdings.values() for holding in rows}
    return held | {cover.person for rows in covers.values() for cover in rows}


def _facts(
    post: Post,
    holdings: Sequence[Holding],
    covers: Sequence[Span],
    away: Mapping[int, list[Span]],
    *,
    closed: frozenset[int],
    silent: Sequence[Span],
) -> Facts:
    return Facts(
        tuple(holdings),
        _concerning(away, holdings, covers, post.head_id),
        tuple(covers),
        post.head_id,
        closed,
        tuple(silent),
    )


def _concerning(
    away: Mapping[int, list[Span]], holdings: Sequence[Span], covers: Sequence[Span], head: int | None
) -> tuple[Span, ...]:
    ids = {span.person for span in (*holdings, *covers)} | ({head} if head is not None else set())
    return tuple(span for pk in sorted(ids) for span in away.get(pk, ()))


def _holdings(rows: QuerySet[PostAssignment]) -> defaultdict[int, list[Holding]]:
    found: defaultdict[int, list[Holding]] = defaultdict(list)
    for post, person, role, validity in rows.values_list("post_id", "person_id", "role", "validity"):
        found[post].append(Holding(person, validity.lower, validity.upper, role))
    return found


def _covers(rows: QuerySet[Cover]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for post, person, period in rows.filter(cancelled_at=None).values_list("post_id", "person_id", "period"):
        found[post].append(Span(person, period.lower, period.upper))
    return found


def _absences(rows: QuerySet[Absence]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for person, period in rows.filter(cancelled_at=None).values_list("person_id", "period"):
        found[person].append(Span(person, period.lower, period.upper))
    return found


def _silences(silent: Iterable[Silence]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for silence in silent:
        found[silence.post].append(Span(silence.person, silence.since, silence.until))
    return found
