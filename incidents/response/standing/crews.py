"""Whose turn it may be, for many incidents at once: who has acknowledged, who was called, who acts for the posts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, Q

from incidents.escalation.models import Acknowledgement, OutboxMessage, Unreachable
from incidents.response.choices import SUBJECT
from incidents.response.command.models import RoleHolder
from incidents.response.models import Incident, IncidentTerminal
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.acting_facts import facts_at
from resources.staff.choices import Area, AssignmentRole, Function
from resources.staff.models import Person, Post, PostAssignment
from resources.staff.queries_acting import upwards
from resources.staff.rules.acting import Facts, Span, who_acts

from .rules import Actor, Crew

WANTED = (Function.COMMANDER, Function.TECHNICAL, Function.ON_SITE)


@dataclass(frozen=True, slots=True)
class Known:
    """All that was read. silent: by incident and post, whose A did not answer. calls: by incident and person, when they were called last, the last one first."""

    answers: Mapping[int, Acknowledgement]
    calls: Mapping[int, Mapping[int, datetime]]
    called: Mapping[int, Person]
    named: Mapping[tuple[int, str], Person]
    places: Mapping[int, Sequence[Post]]
    posts: Mapping[int, Facts]
    people: Mapping[int, Person]
    silent: Mapping[tuple[int, int], Sequence[Span]]
    seats: Mapping[int, Sequence[PostAssignment]]
    now: datetime


def crews_of(incidents: Sequence[Incident], *, tasks_of: Mapping[int, Person | None], now: datetime) -> dict[int, Crew]:
    """By primary key. tasks_of: who has the latest task of each. A fixed number of queries."""
    pks = [incident.pk for incident in incidents]
    answers, calls = _answers(pks), _calls(pks)
    last = {next(iter(people)) for people in calls.values()}
    places = _places(incidents)
    posts, holders = facts_at({post.pk: post for line in places.values() for post in line}, now, ())
    people = [
        *last,
        *(one.person_id for one in answers.values()),
        *(one.pk for one in tasks_of.values() if one),
    ]
    called = Person.objects.in_bulk(last)
    known = Known(
        answers, calls, called, _named(pks), places, posts, holders, _silent(pks), _seats(people, now), now
    )  # fmt: skip
    return {pk: _crew(pk, tasks_of.get(pk), known) for pk in pks}


def _crew(pk: int, with_task: Person | None, known: Known) -> Crew:
    answer = known.answers.get(pk)
    last = next(iter(known.calls.get(pk, ())), None)
    holds = answer is not None and answer.expires_at > known.now
    return Crew(
        holder=_actor(pk, answer.person, known) if answer and holds else None,
        called=_actor(pk, known.called[last], known) if last else None,
        commander=_of_function(pk, Function.COMMANDER, known),
        technical=_of_function(pk, Function.TECHNICAL, known),
        on_site=_of_function(pk, Function.ON_SITE, known),
        with_task=_actor(pk, with_task, known) if with_task else None,
    )


def _of_function(pk: int, function: str, known: Known) -> Actor | None:
    """Who was named in this incident, else who acts for the nearest post that anybody acts for."""
    if person := known.named.get((pk, function)):
        return _actor(pk, person, known, str(Function(function).label))
    for post in known.places[pk]:
        fact = replace(known.posts[post.pk], silent=tuple(known.silent.get((pk, post.pk), ())))
        if post.function == function and (one := who_acts(fact, known.now)):
            return _actor(pk, known.people[one.person], known, post.name, str(one.role.label))
    return None


def _actor(pk: int, person: Person, known: Known, post: str = "", role: str = "") -> Actor:
    answer = known.answers.get(pk)
    if not post and (seat := _seat(pk, person, known)):
        post, role = seat.post.name, str(AssignmentRole(seat.role).label)
    return Actor(
        name=str(person),
        post=post,
        role=role,
        told_at=known.calls.get(pk, {}).get(person.pk),
        until=answer.expires_at if answer and answer.person_id == person.pk else None,
    )


def _seat(pk: int, person: Person, known: Known) -> PostAssignment | None:
    """The post that the person holds: of the incident's place the nearest, else any."""
    order = {post.pk: number for number, post in enumerate(known.places[pk])}
    return min(known.seats.get(person.pk, ()), key=lambda seat: order.get(seat.post_id, len(order)), default=None)


def _answers(pks: Collection[int]) -> Mapping[int, Acknowledgement]:
    """By incident the acknowledgement that holds longest, also one that has lapsed."""
    rows = Acknowledgement.objects.filter(subject_kind=SUBJECT, subject_id__in=pks).select_related("person")
    return {row.subject_id: row for row in rows.order_by("subject_id", "-expires_at", "-pk").distinct("subject_id")}


def _calls(pks: Collection[int]) -> Mapping[int, Mapping[int, datetime]]:
    found: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    about = Q(subject_kind=SUBJECT, subject_id__in=pks, stop_on_acknowledgement=True)
    rows = OutboxMessage.objects.filter(about).order_by().values_list("subject_id", "recipient_id")
    for incident, person, at in rows.annotate(at=Max("created_at")).order_by("-at", "-recipient_id"):
        found[incident][person] = at
    return found


def _named(pks: Collection[int]) -> Mapping[tuple[int, str], Person]:
    rows = RoleHolder.objects.filter(incident__in=pks, function__in=WANTED, until=None, person__is_active=True)
    return {(row.incident_id, row.function): row.person for row in rows.select_related("person")}


def _silent(pks: Collection[int]) -> Mapping[tuple[int, int], list[Span]]:
    found: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
    for row in Unreachable.objects.filter(subject_kind=SUBJECT, subject_id__in=pks):
        found[row.subject_id, row.post_id].append(Span(row.person_id, row.since, row.answered_at))
    return found


def _places(incidents: Sequence[Incident]) -> dict[int, list[Post]]:
    """By incident the posts that answer for its place: those for a set of sites with all of its own first, then by regions."""
    lines = {incident.pk: upwards(incident.region_id or WHOLE_COUNTRY) for incident in incidents}
    codes = {code for line in lines.values() for code in line}
    posts = list(Post.objects.filter(function__in=WANTED, region__in=codes, is_active=True).prefetch_related("sites"))
    special = [(post, {site.pk for site in post.sites.all()}) for post in posts if post.area == Area.SITES]
    special.sort(key=lambda one: len(one[1]))
    sites = _sites(lines) if special else {}
    return {
        pk: [
            *(post for post, covered in special if sites.get(pk) and sites[pk] <= covered),
            *sorted(
                (post for post in posts if post.area != Area.SITES and post.region_id in line),
                key=lambda post: line.index(post.region_id),
            ),
        ]
        for pk, line in lines.items()
    }


def _sites(pks: Iterable[int]) -> Mapping[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = IncidentTerminal.objects.filter(incident__in=list(pks)).order_by()
    for incident, site in rows.values_list("incident_id", "terminal__site_id").distinct():
        found[incident].add(site)
    return found


def _seats(people: Collection[int], now: datetime) -> Mapping[int, list[PostAssignment]]:
    found: defaultdict[int, list[PostAssignment]] = defaultdict(list)
    rows = PostAssignment.objects.filter(person__in=set(people), validity__contains=now).select_related("post")
    for row in rows:
        found[row.person_id].append(row)
    return found
