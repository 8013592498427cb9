"""Open incidents, the most urgent first: who is on them, and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q

from emergency_ops.wall.scope import Prefixes
from incidents.response.access import visible
from incidents.response.choices import OPEN_STATUSES, Status
from incidents.response.models import Incident
from incidents.response.queries import site_names
from incidents.response.standing.queries import facts_of
from incidents.response.standing.rules import Facts

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
    """An open incident. site_names: where they are few. Who is on it and what is late is said by its facts; the words come with
    the language."""

    number: str
    title: str
    status: str
    grade: str
    is_drill: bool
    terminals: int
    sites: int
    site_names: tuple[str, ...]
    began_at: datetime
    clock_started_at: datetime
    clock_due_at: datetime
    clock_stopped_at: datetime | None
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
    return Open(Tally(**tally), tuple(_cases(urgent[:SHOWN], prefixes, now)))


def _cases(found: Iterable[Incident], prefixes: Prefixes, now: datetime) -> list[Case]:
    incidents = list(found)
    facts, sites = facts_of(incidents, now), site_names(incidents, prefixes)
    return [_case(one, tuple(sites.get(one.pk, ())), facts[one.pk]) for one in incidents]


def _case(incident: Incident, sites: tuple[str, ...], facts: Facts) -> Case:
    return Case(
        incident.number,
        incident.title,
        incident.status,
        incident.grade,
        incident.is_drill,
        incident.affected_terminals,
        incident.affected_sites,
        sites,
        incident.began_at,
        incident.clock_started_at,
        incident.clock_due_at,
        incident.clock_stopped_at or incident.restored_at,
        facts,
    )
