"""How incidents stand, read for many at once: a fixed number of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from incidents.response.choices import Status, SubstituteStatus
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.queries import late as late_dispatches
from incidents.response.models import FormerRun, Incident, IncidentTerminal, Substitute
from incidents.response.reading import clock_of
from incidents.response.rules.duties import duty_of
from incidents.response.tasks.models import Task
from incidents.response.tasks.queries import late as late_tasks
from resources.staff.models import Person

from .crews import crews_of
from .rules import Facts
from .sentences import Standing, standing

#: of substitutes that do not serve yet
WAITING = (SubstituteStatus.REQUESTED, SubstituteStatus.READY)


def standing_of(incident: Incident, now: datetime) -> Standing:
    """How one incident stands."""
    return standings([incident], now)[incident.pk]


def standings(incidents: Iterable[Incident], now: datetime) -> dict[int, Standing]:
    """By primary key: what is late, why, and who should act, in words. Needs `policy_version` on each (select_related)."""
    return {pk: standing(facts) for pk, facts in facts_of(list(incidents), now).items()}


def facts_of(incidents: Sequence[Incident], now: datetime) -> dict[int, Facts]:
    """What the rule decides upon, by primary key."""
    pks = [incident.pk for incident in incidents]
    if not pks:
        return {}
    substitutes, places = _substitutes(pks), _places(pks)
    tasks = _late_tasks(pks, now)
    arrivals = _counted(Dispatch.objects.filter(late_dispatches(now), incident__in=pks).values_list("incident_id"))
    crews = crews_of(incidents, tasks_of={pk: rows[0] for pk, rows in tasks.items()}, now=now)
    found = {}
    for incident in incidents:
        states = substitutes[incident.pk]
        serving = bool(states[SubstituteStatus.SERVING])
        incident.serving = serving  # type: ignore[attr-defined]
        found[incident.pk] = Facts(
            status=incident.status,
            clock=clock_of(incident, now),
            now=now,
            owed_at=_owed_at(incident, places[incident.pk].reopened_at),
            serving=serving,
            uncovered=places[incident.pk].uncovered or 0,
            requested=states[SubstituteStatus.REQUESTED],
            ready=states[SubstituteStatus.READY],
            all_back=not places[incident.pk].is_down,
            late_tasks=len(tasks.get(incident.pk, ())),
            late_arrivals=arrivals.get(incident.pk, 0),
            expected_until=incident.expected_until,
            crew=crews[incident.pk],
        )
    return found


def _substitutes(pks: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """By incident and status; what waits at a site where another serves already is left out."""
    found: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Substitute.objects.filter(incident__in=pks).order_by().values_list("incident_id", "status")
    served = Q(status__in=WAITING) & Exists(_serving(site=OuterRef("site")))
    for incident, status, number in rows.exclude(served).annotate(number=Count("pk")):
        found[incident][status] = number
    return found


class Place(NamedTuple):
    """is_down: it has terminals that are not back. uncovered: sites with such at which nothing serves, for all of it or there
    (None: none). reopened_at: when it was opened again the last time; what it owes is owed since then."""

    is_down: bool
    uncovered: int | None
    reopened_at: datetime | None


def _places(pks: Collection[int]) -> Mapping[int, Place]:
    """One query."""
    down = IncidentTerminal.objects.filter(incident=OuterRef("pk"), until=None).order_by()
    bare = down.exclude(Exists(_serving(site=None))).exclude(Exists(_serving(site=OuterRef("terminal__site"))))
    sites = bare.values("incident").annotate(sites=Count("terminal__site", distinct=True)).values("sites")
    runs = FormerRun.objects.filter(incident=OuterRef("pk")).order_by("-reopened_at").values("reopened_at")[:1]
    rows = Incident.objects.filter(pk__in=pks).order_by()
    found = rows.annotate(is_down=Exists(down), bare=Subquery(sites), reopened=Subquery(runs))
    return {pk: Place(*place) for pk, *place in found.values_list("pk", "is_down", "bare", "reopened")}


def _serving(**where: Any) -> QuerySet[Substitute]:
    return Substitute.objects.filter(incident=OuterRef("incident"), status=SubstituteStatus.SERVING, **where)


def _late_tasks(pks: Collection[int], now: datetime) -> Mapping[int, list[Person | None]]:
    """By incident, who has each late task, the latest first."""
    found: defaultdict[int, list[Person | None]] = defaultdict(list)
    rows = Task.objects.filter(late_tasks(now), incident__in=pks).select_related("assignee")
    for task in rows.order_by("due_at", "pk"):
        found[task.incident_id].append(task.assignee)
    return found


def _counted(rows: Iterable[tuple[int]]) -> Mapping[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    for (incident,) in rows:
        found[incident] += 1
    return found


def _owed_at(incident: Incident, reopened: datetime | None) -> datetime | None:
    """When the step of the incident's status was owed."""
    since = {
        Status.SUSPECTED: incident.opened_at,
        Status.CONFIRMED: incident.confirmed_at,
        Status.RESTORED: incident.restored_at,
    }.get(Status(incident.status))
    duty = duty_of(incident.status, confirm_minutes=incident.policy_version.confirm_minutes)
    if since is None or duty is None:
        return None
    return max(since, reopened or since) + duty.after
