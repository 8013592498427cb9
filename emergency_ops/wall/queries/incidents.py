"""Open incidents, the most urgent first: who is on them, and what is late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q

from emergency_ops.wall.scope import Prefixes
from incidents.response.access import visible
from incidents.response.choices import OPEN_STATUSES, Status
from incidents.response.command.models import RoleHolder
from incidents.response.models import Incident
from incidents.response.standing.queries import facts_of
from incidents.response.standing.rules import Facts
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.choices import Area, AssignmentRole, Function
from resources.staff.models import Post, PostAssignment
from resources.staff.queries import absent, acting_many
from resources.staff.queries_acting import upwards

#: incidents that are shown; the others are counted
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """running: not yet restored; late: the 30 minutes are over and nothing serves; waiting: restored, not closed. Drills only count
    as drills."""

    running: int
    suspected: int
    late: int
    waiting: int
    drills: int


@dataclass(frozen=True, slots=True)
class Case:
    """An open incident. What is late of it is said by its facts; the words come with the language."""

    number: str
    title: str
    status: str
    scope: str
    grade: str
    is_drill: bool
    terminals: int
    sites: int
    clock_started_at: datetime
    clock_due_at: datetime
    clock_stopped_at: datetime | None
    commander: str
    person_a: str
    person_b: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Open:
    tally: Tally
    cases: tuple[Case, ...]

    @property
    def more(self) -> int:
        return max(0, self.tally.running + self.tally.waiting + self.tally.drills - len(self.cases))


def open_incidents(prefixes: Prefixes, now: datetime) -> Open:
    """Those that are restored and not closed come after the others, drills last. A fixed number of queries."""
    rows = visible(Incident.objects.filter(status__in=OPEN_STATUSES), prefixes)
    real, restored = Q(is_drill=False), Q(status=Status.RESTORED)
    running = real & ~restored
    tally = rows.aggregate(
        running=Count("pk", filter=running),
        suspected=Count("pk", filter=real & Q(status=Status.SUSPECTED)),
        late=Count("pk", filter=running & Q(clock_stopped_at=None, clock_due_at__lt=now)),
        waiting=Count("pk", filter=real & restored),
        drills=Count("pk", filter=~real),
    )
    over = ExpressionWrapper(restored, BooleanField())
    urgent = rows.select_related("policy_version").order_by(
        "is_drill", over, F("clock_stopped_at").asc(nulls_first=True), "clock_due_at", "pk"
    )
    return Open(Tally(**tally), tuple(_cases(urgent[:SHOWN], now)))


def _cases(found: Iterable[Incident], now: datetime) -> list[Case]:
    incidents = list(found)
    if not incidents:
        return []
    people, facts = _people(incidents, now), facts_of(incidents, now)
    return [_case(one, people[one.pk], facts[one.pk]) for one in incidents]


def _case(incident: Incident, people: tuple[str, str, str], facts: Facts) -> Case:
    return Case(
        incident.number,
        incident.title,
        incident.status,
        incident.scope,
        incident.grade,
        incident.is_drill,
        incident.affected_terminals,
        incident.affected_sites,
        incident.clock_started_at,
        incident.clock_due_at,
        incident.clock_stopped_at or incident.restored_at,
        *people,
        facts=facts,
    )


def _people(incidents: Sequence[Incident], now: datetime) -> dict[int, tuple[str, str, str]]:
    """For each the commander, and A (or who acts) and B of the technical post: named ones first, then by the posts of regions."""
    named = _named([incident.pk for incident in incidents])
    codes = {incident.pk: upwards(incident.region_id or WHOLE_COUNTRY) for incident in incidents}
    posts = Post.objects.filter(
        function__in=(Function.COMMANDER, Function.TECHNICAL),
        region__in={code for line in codes.values() for code in line},
        is_active=True,
    ).exclude(area=Area.SITES)
    by_place = {(post.function, post.region_id): post.pk for post in posts}
    acts = {pk: str(one.person) for pk, one in acting_many(by_place.values(), now).items() if one}
    seconds = _seconds(by_place.values(), now)
    return {
        pk: (
            named.get((pk, Function.COMMANDER)) or _nearest(by_place, Function.COMMANDER, line, acts),
            named.get((pk, Function.TECHNICAL)) or _nearest(by_place, Function.TECHNICAL, line, acts),
            _nearest(by_place, Function.TECHNICAL, line, seconds),
        )
        for pk, line in codes.items()
    }


def _named(incidents: Sequence[int]) -> dict[tuple[int, str], str]:
    rows = RoleHolder.objects.filter(incident__in=incidents, until=None, person__is_active=True)
    return {(row.incident_id, row.function): str(row.person) for row in rows.select_related("person")}


def _seconds(posts: Iterable[int], now: datetime) -> dict[int, str]:
    """By post, its B, unless they are away."""
    rows = PostAssignment.objects.filter(
        post__in=list(posts), role=AssignmentRole.B, validity__contains=now, person__is_active=True
    ).select_related("person")
    found: defaultdict[int, str] = defaultdict(str)
    away = absent([row.person_id for row in rows], now)
    found.update({row.post_id: str(row.person) for row in rows if row.person_id not in away})
    return found


def _nearest(
    by_place: Mapping[tuple[str, str], int], function: str, line: Sequence[str], names: Mapping[int, str]
) -> str:
    """The name at the post of this function that is nearest to the place and has one."""
    posts = [by_place[function, code] for code in line if (function, code) in by_place]
    return next((names[post] for post in posts if post in names), "")
