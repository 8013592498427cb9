"""Whose turn it may be, for many incidents at once: who has acknowledged, who was called, who acts for the posts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Q, prefetch_related_objects

from emergency_ops.lib.roles import Role
from incidents.escalation.choices import Channel, MessageState
from incidents.escalation.models import Acknowledgement, OutboxMessage, Unreachable
from incidents.response.choices import SUBJECT
from incidents.response.command.models import RoleHolder
from incidents.response.models import Incident, IncidentTerminal
from incidents.response.tasks.choices import TaskState
from incidents.response.tasks.models import Task
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.acting_facts import facts_at
from resources.staff.choices import Area, AssignmentRole, Function
from resources.staff.models import Absence, Person, Post, PostAssignment
from resources.staff.queries_acting import absent, upwards
from resources.staff.rules.acting import Facts, Span, who_acts

from .rules import Actor, Crew

WANTED = (Function.COMMANDER, Function.TECHNICAL, Function.ON_SITE)


#: in the app the message itself is the delivery
REACHED = Q(channel=Channel.IN_APP) | Q(state__in=[MessageState.ACCEPTED, MessageState.DELIVERED])
CALLS = Q(stop_on_acknowledgement=True)
WITHDRAWN = Q(state=MessageState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Told:
    """called_at: when the person was last asked to acknowledge. reached_at: when the last message of any kind that went out was
    written. None: none was."""

    called_at: datetime | None
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """All that was read. answers: by incident and person, their acknowledgement that holds longest, also one that has lapsed.

    silent: by incident and post, whose A did not answer. told: by incident and person, the last one who was called first, those who were never called after them.
    away: primary keys of people who cannot act now.
    """

    answers: Mapping[int, Mapping[int, Acknowledgement]]
    told: Mapping[int, Mapping[int, Told]]
    called: Mapping[int, Person]
    named: Mapping[tuple[int, str], Person]
    places: Mapping[int, Sequence[Post]]
    posts: Mapping[int, Facts]
    people: Mapping[int, Person]
    silent: Mapping[tuple[int, int], Sequence[Span]]
    seats: Mapping[int, Sequence[PostAssignment]]
    lines: Mapping[int, Sequence[str]]
    away: Set[int]
    now: datetime


def crews_of(incidents: Sequence[Incident], *, tasks_of: Mapping[int, Task], now: datetime) -> dict[int, Crew]:
    """By primary key. tasks_of: the task of each that is late the longest. A fixed number of queries."""
    pks = [incident.pk for incident in incidents]
    answers, told, named = _answers(pks), _told(pks), _named(pks)
    lines = {incident.pk: upwards(incident.region_id or WHOLE_COUNTRY) for incident in incidents}
    places = _places(lines)
    posts, holders = facts_at({post.pk: post for line in places.values() for post in line}, now, ())
    called = Person.objects.in_bulk({pk for people in told.values() for pk, one in people.items() if one.called_at})
    with_tasks = [task.assignee for task in tasks_of.values() if task.assignee]
    answered = [pk for people in answers.values() for pk in people]
    seats = _seats([*called, *answered, *(one.pk for one in with_tasks)], now)
    last = [one.person for people in answers.values() for one in people.values()]
    away = _away([*called.values(), *with_tasks, *named.values(), *last], now)
    known = Known(answers, told, called, named, places, posts, holders, _silent(pks), seats, lines, away, now)
    commanders = _commanders(pks, known)
    return {pk: _crew(pk, commanders[pk], tasks_of.get(pk), known) for pk in pks}


def _commanders(pks: Collection[int], known: Known) -> Mapping[int, Actor | None]:
    """Where no post of a commander has anybody: who has the role over the region, as the calls do it."""
    found = {pk: _of_function(pk, Function.COMMANDER, known) for pk in pks}
    if missing := {pk: known.lines[pk] for pk, actor in found.items() if actor is None}:
        leaders = _leaders(missing, known.now)
        for pk, line in missing.items():
            person = next((leaders[code] for code in line if code in leaders), None)
            found[pk] = _actor(pk, person, known) if person else None
    return found


def _crew(pk: int, commander: Actor | None, task: Task | None, known: Known) -> Crew:
    answer = max(known.answers.get(pk, {}).values(), key=lambda one: one.expires_at, default=None)
    holds = answer is not None and answer.expires_at > known.now
    calls = [person for person, one in known.told.get(pk, {}).items() if one.called_at]
    last = min(calls, key=lambda person: person in known.away, default=None)
    return Crew(
        holder=replace(_actor(pk, answer.person, known), away=False) if answer and holds else None,
        last=_actor(pk, answer.person, known) if answer and not holds else None,
        called=_actor(pk, known.called[last], known) if last else None,
        commander=commander,
        technical=_of_function(pk, Function.TECHNICAL, known),
        on_site=_of_function(pk, Function.ON_SITE, known),
        with_task=_tasked(pk, task, known) if task else None,
    )


def _tasked(pk: int, task: Task, known: Known) -> Actor | None:
    if task.assignee is None:
        return None
    accepted = task.state == TaskState.ACCEPTED
    return replace(_actor(pk, task.assignee, known), tasked_at=task.assigned_at, accepted=accepted)


def _of_function(pk: int, function: str, known: Known) -> Actor | None:
    """Who was named in this incident and is not away, else who acts for the nearest post that anybody acts for."""
    if (person := known.named.get((pk, function))) and person.pk not in known.away:
        return _actor(pk, person, known)
    for post in known.places[pk]:
        fact = replace(known.posts[post.pk], silent=tuple(known.silent.get((pk, post.pk), ())))
        if post.function == function and (one := who_acts(fact, known.now)):
            return _actor(pk, known.people[one.person], known, post.name, str(one.role.label))
    return None


def _actor(pk: int, person: Person, known: Known, post: str = "", role: str = "") -> Actor:
    answer = known.answers.get(pk, {}).get(person.pk)
    told = known.told.get(pk, {}).get(person.pk)
    if not post and (seat := _seat(pk, person, known)):
        post, role = seat.post.name, str(AssignmentRole(seat.role).label)
    return Actor(
        name=str(person),
        post=post,
        role=role,
        told_at=told.reached_at if told else None,
        called_at=told.called_at if told else None,
        until=answer.expires_at if answer else None,
        undelivered=told is not None and told.reached_at is None,
        away=person.pk in known.away,
        decides=answer is not None and answer.decides,  # type: ignore[attr-defined]
        person=person.pk,
        phone=person.phone,
    )


def _seat(pk: int, person: Person, known: Known) -> PostAssignment | None:
    """The post that the person holds: of the incident's place the nearest, else any."""
    order = {post.pk: number for number, post in enumerate(known.places[pk])}
    return min(known.seats.get(person.pk, ()), key=lambda seat: order.get(seat.post_id, len(order)), default=None)


def _answers(pks: Collection[int]) -> Mapping[int, Mapping[int, Acknowledgement]]:
    found: defaultdict[int, dict[int, Acknowledgement]] = defaultdict(dict)
    rows = Acknowledgement.objects.filter(subject_kind=SUBJECT, subject_id__in=pks).select_related("person")
    commands = Person.objects.filter(pk=OuterRef("person"), groups__name=Role.COMMANDER)
    ordered = rows.annotate(decides=Exists(commands)).order_by("subject_id", "person_id", "-expires_at", "-pk")
    for row in ordered.distinct("subject_id", "person_id"):
        found[row.subject_id][row.person_id] = row
    return found


def _told(pks: Collection[int]) -> Mapping[int, Mapping[int, Told]]:
    """What was withdrawn before it went out told nobody."""
    found: defaultdict[int, dict[int, Told]] = defaultdict(dict)
    rows = OutboxMessage.objects.filter(subject_kind=SUBJECT, subject_id__in=pks)
    grouped = rows.exclude(WITHDRAWN).order_by().values("subject_id", "recipient_id")
    times = grouped.annotate(called=Max("created_at", filter=CALLS), reached=Max("created_at", filter=REACHED))
    for row in times.order_by(F("called").desc(nulls_last=True), "-recipient_id"):
        found[row["subject_id"]][row["recipient_id"]] = Told(row["called"], row["reached"])
    return found


def _named(pks: Collection[int]) -> Mapping[tuple[int, str], Person]:
    rows = RoleHolder.objects.filter(incident__in=pks, function__in=WANTED, until=None, person__is_active=True)
    return {(row.incident_id, row.function): row.person for row in rows.select_related("person")}


def _silent(pks: Collection[int]) -> Mapping[tuple[int, int], list[Span]]:
    found: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
    for row in Unreachable.objects.filter(subject_kind=SUBJECT, subject_id__in=pks):
        found[row.subject_id, row.post_id].append(Span(row.person_id, row.since, row.answered_at))
    return found


def _places(lines: Mapping[int, Sequence[str]]) -> dict[int, list[Post]]:
    """By incident the posts that answer for its place: those for a set of sites with all of its own first, then by regions.

    lines: by incident the codes of its region and those above it, the nearest first.
    """
    codes = {code for line in lines.values() for code in line}
    posts = list(Post.objects.filter(function__in=WANTED, region__in=codes, is_active=True))
    of_sites = [post for post in posts if post.area == Area.SITES]
    prefetch_related_objects(of_sites, "sites")
    special = sorted(((post, {site.pk for site in post.sites.all()}) for post in of_sites), key=lambda one: len(one[1]))
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


def _away(people: Collection[Person], now: datetime) -> set[int]:
    return absent(people, now) | {person.pk for person in people if not person.is_active}


def _leaders(lines: Mapping[int, Sequence[str]], now: datetime) -> Mapping[str, Person]:
    codes = {code for line in lines.values() for code in line}
    away = Absence.objects.filter(person=OuterRef("pk"), period__contains=now, cancelled_at=None)
    rows = Person.objects.filter(~Exists(away), is_active=True, groups__name=Role.COMMANDER, regions__in=codes)
    return {row.code: row for row in rows.annotate(code=F("regions")).order_by("-pk")}


def _sites(pks: Iterable[int]) -> Mapping[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = IncidentTerminal.objects.filter(incident__in=list(pks)).order_by()
    for incident, site in rows.values_list("incident_id", "site_id").distinct():
        found[incident].add(site)
    return found


def _seats(people: Collection[int], now: datetime) -> Mapping[int, list[PostAssignment]]:
    found: defaultdict[int, list[PostAssignment]] = defaultdict(list)
    rows = PostAssignment.objects.filter(person__in=set(people), validity__contains=now).select_related("post")
    for row in rows:
        found[row.person_id].append(row)
    return found
