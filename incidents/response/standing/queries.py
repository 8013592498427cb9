"""How incidents stand, read for many at once: a fixed number of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

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
    substitutes, uncovered = _substitutes(pks), _uncovered(pks)
    tasks = _late_tasks(pks, now)
    arrivals = _counted(Dispatch.objects.filter(late_dispatches(now), incident__in=pks).values_list("incident_id"))
    down, reopened = _with_terminals_down(pks), _reopened(pks)
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
            owed_at=_owed_at(incident, reopened.get(incident.pk)),
            serving=serving,
            uncovered=uncovered.get(incident.pk, 0),
            requested=states[SubstituteStatus.REQUESTED],
            ready=states[SubstituteStatus.READY],
            all_back=incident.pk not in down,
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


def _uncovered(pks: Collection[int]) -> Mapping[int, int]:
    """By incident, the sites with terminals down at which nothing serves, for all of it or there."""
    down = IncidentTerminal.objects.filter(incident__in=pks, until=None)
    bare = down.exclude(Exists(_serving(site=None))).exclude(Exists(_serving(site=OuterRef("terminal__site"))))
    counted = bare.order_by().values("incident").annotate(sites=Count("terminal__site", distinct=True))
    return dict(counted.values_list("incident", "sites"))


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


def _with_terminals_down(pks: Collection[int]) -> set[int]:
    still = IncidentTerminal.objects.filter(incident=OuterRef("pk"), until=None)
    return set(Incident.objects.filter(Exists(still), pk__in=pks).values_list("pk", flat=True))


def _reopened(pks: Collection[int]) -> Mapping[int, datetime]:
    """By incident, when it was opened again the last time: what it owes is owed since then."""
    rows = FormerRun.objects.filter(incident__in=pks).order_by().values("incident")
    return dict(rows.annotate(at=Max("reopened_at")).values_list("incident", "at"))


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
