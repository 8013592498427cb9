"""How incidents stand, read for many at once: a fixed number of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window

from incidents.escalation.coming import last_round
from incidents.escalation.rules import answer_due
from incidents.response.choices import SUBJECT, Status, SubstituteStatus
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.queries import late as late_dispatches
from incidents.response.models import FormerRun, Incident, IncidentTerminal, Substitute
from incidents.response.reading import clock_of
from incidents.response.rules.duties import duty_of
from incidents.response.tasks.models import Task
from incidents.response.tasks.queries import late as late_tasks

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
    crews = crews_of(incidents, tasks_of={pk: late.task for pk, late in tasks.items()}, now=now)
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
            answer_due=_answer_due(incident, places[incident.pk].round_began),
            round_began=places[incident.pk].round_began,
            serving=serving,
            uncovered=places[incident.pk].uncovered,
            requested=states[SubstituteStatus.REQUESTED],
            ready=states[SubstituteStatus.READY],
            all_back=not places[incident.pk].is_down,
            late_tasks=tasks[incident.pk].number if incident.pk in tasks else 0,
            late_task=tasks[incident.pk].task.title if incident.pk in tasks else "",
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
    """is_down: it has terminals that are not back. uncovered: sites with such at which nothing serves, for all of it or there.
    reopened_at: when it was opened again the last time; what it owes is owed since then. round_began: since when people are
    called."""

    is_down: bool
    uncovered: int
    reopened_at: datetime | None
    round_began: datetime | None


def _places(pks: Collection[int]) -> Mapping[int, Place]:
    """One query."""
    down = IncidentTerminal.objects.filter(incident=OuterRef("pk"), until=None).order_by().values("site").distinct()
    served = (
        Substitute.objects.filter(incident=OuterRef("pk"), status=SubstituteStatus.SERVING).values("site").distinct()
    )
    runs = FormerRun.objects.filter(incident=OuterRef("pk")).order_by("-reopened_at").values("reopened_at")[:1]
    rows = Incident.objects.filter(pk__in=pks).order_by()
    arrays = {"down": ArraySubquery(down), "served": ArraySubquery(served)}
    found = rows.annotate(**arrays, reopened=Subquery(runs), began=last_round(SUBJECT, OuterRef("pk")))
    return {pk: _place(*told) for pk, *told in found.values_list("pk", "down", "served", "reopened", "began")}


def _place(
    down: Collection[int], served: Collection[int | None], reopened: datetime | None, began: str | None
) -> Place:
    """Sites; None among those that are served: a substitute serves for the whole incident."""
    uncovered = 0 if None in served else len(set(down) - set(served))
    return Place(bool(down), uncovered, reopened, datetime.fromisoformat(began) if began else None)


def _serving(**where: Any) -> QuerySet[Substitute]:
    return Substitute.objects.filter(incident=OuterRef("incident"), status=SubstituteStatus.SERVING, **where)


class Late(NamedTuple):
    """Late tasks of an incident: how many, and the one that is late the longest, with whoever has it."""

    number: int
    task: Task


def _late_tasks(pks: Collection[int], now: datetime) -> Mapping[int, Late]:
    """By incident."""
    rows = Task.objects.filter(late_tasks(now), incident__in=pks).select_related("assignee")
    counted = rows.annotate(number=Window(Count("pk"), partition_by="incident"))
    first = counted.order_by("incident_id", "due_at", "pk").distinct("incident_id")
    known = first.only("incident_id", "assignee", "assigned_at", "state", "title_zh", "title_en")
    return {task.incident_id: Late(task.number, task) for task in known}


def _counted(rows: Iterable[tuple[int]]) -> Mapping[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    for (incident,) in rows:
        found[incident] += 1
    return found


def _answer_due(incident: Incident, round_began: datetime | None) -> datetime | None:
    """By the policy's version that the incident has: another one begins a round of its own."""
    if round_began is None:
        return None
    version = incident.policy_version
    return answer_due(version.parsed_steps, round_began, version.repeat_minutes)


def _owed_at(incident: Incident, reopened: datetime | None) -> datetime | None:
    """When the step of the incident's status is owed."""
    since = {
        Status.SUSPECTED: incident.opened_at,
        Status.CONFIRMED: incident.confirmed_at,
        Status.RESTORED: incident.restored_at,
    }.get(Status(incident.status))
    duty = duty_of(incident.status, confirm_minutes=incident.policy_version.confirm_minutes)
    if since is None or duty is None:
        return None
    return max(since, reopened or since) + duty.after
