"""Reads that span the slice's models."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.escalation.choices import DeadlineState
from incidents.escalation.models import Deadline
from incidents.monitoring.models import Warning as MonitoringWarning
from incidents.monitoring.models import WarningTerminal
from resources.network.access import sites_for
from resources.staff.models import Person

from .access import incidents_for, sees_all_of
from .choices import RUNNING_STATUSES, SUBJECT, EntryKind, Status, SubstituteStatus
from .extent.models import LeftOut
from .models import Incident, IncidentTerminal, Substitute, TimelineEntry

#: sites that a line has room to name
FEW_SITES = 3


def with_serving(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Annotates `serving`: whether a substitute serves now."""
    serving = Substitute.objects.filter(incident=OuterRef("pk"), status=SubstituteStatus.SERVING)
    return incidents.annotate(serving=Exists(serving))


def site_names(incidents: Iterable[Incident], prefixes: Collection[str]) -> dict[int, list[str]]:
    """By incident the names of its sites, where they are few and more than one, which the title names already. One query.

    prefixes: of the codes of regions that are seen; '' is the whole country. An incident with a site elsewhere is left out.
    """
    few = {one.pk: one.affected_sites for one in incidents if 1 < one.affected_sites <= FEW_SITES}
    rows = IncidentTerminal.objects.filter(incident__in=few).order_by("site__code")
    found: dict[int, list[str]] = {pk: [] for pk in few}
    for pk, _code, name, region in rows.values_list("incident", "site__code", "site__name", "site__region").distinct():
        if region.startswith(tuple(prefixes)):
            found[pk].append(name)
    return {pk: names for pk, names in found.items() if len(names) == few[pk]}


def family(incident: Incident) -> list[int]:
    """Ids of the incident and of all that were merged into it, directly or through another."""
    return _with_merged([incident.pk])


def origins(incident: Incident, kin: Collection[int]) -> list[int]:
    """Ids of the incidents that these were split from, however far back, and of what was merged into those."""
    found: list[int] = []
    newest = list(kin)
    while newest:
        sources = Incident.objects.filter(parts__in=newest).exclude(pk__in=[*kin, *found])
        newest = _with_merged(list(sources.values_list("pk", flat=True)))
        found += newest
    return found


def lineage(incident: Incident) -> list[int]:
    """The incident, what was merged into it, and what these came from: those whose history is its own."""
    kin = family(incident)
    return kin + origins(incident, kin)


def parts_of(incident: Incident) -> QuerySet[Incident]:
    """The incidents that were split off from it, or from what was merged into it, and that stand on their own."""
    kin = family(incident)
    return Incident.objects.filter(split_from__in=kin).exclude(pk__in=kin).exclude(status=Status.MERGED)


def open_warnings(incident: Incident) -> QuerySet[MonitoringWarning]:
    """The warnings that are not cleared of the incident, of those merged into it, and of what it was split from."""
    return MonitoringWarning.objects.filter(cleared_at=None, incident__in=lineage(incident))


def members_down(incident: Incident) -> QuerySet[WarningTerminal]:
    """What the incident's warnings still cover: by the reports its trouble goes on there.

    Of the warnings of an incident that it was split from only its own terminals count; what was left out does not.
    """
    kin = family(incident)
    left_out = LeftOut.objects.filter(incident=incident, terminal=OuterRef("terminal"))
    own = incident.terminals.values("terminal")
    mine = Q(warning__incident__in=kin) & ~Exists(left_out)
    inherited = Q(warning__incident__in=origins(incident, kin), terminal__in=own)
    return WarningTerminal.objects.filter(mine | inherited, until=None, warning__cleared_at=None)


def reported_down(incident: Incident) -> int:
    """How many terminals these are."""
    return members_down(incident).values("terminal").distinct().count()


def due_of(incident: Incident, kind: str) -> datetime | None:
    """When the pending deadline of the kind is due; None: there is none."""
    pending = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=incident.pk, state=DeadlineState.PENDING)
    return pending.filter(kind=kind).order_by("due_at").values_list("due_at", flat=True).first()


def _with_merged(ids: list[int]) -> list[int]:
    found, newest = list(ids), list(ids)
    while newest:
        newest = list(Incident.objects.filter(merged_into__in=newest).values_list("pk", flat=True))
        found += newest
    return found


def users_terms(person: Person, incident: Incident) -> dict[str, Any]:
    """How the affected users came about, with the terms of those sites only that the person sees."""
    terms = incident.users_terms.get("terms", [])
    if sees_all_of(person, incident):
        return {**incident.users_terms, "terms": terms}
    seen = set(sites_for(person).filter(code__in=[term["code"] for term in terms]).values_list("code", flat=True))
    return {**incident.users_terms, "terms": [term for term in terms if term["code"] in seen]}


def history_of(substitute: Substitute) -> QuerySet[TimelineEntry]:
    """What happened to a substitute, the newest first, also in the incidents that were merged into its own or that this was split from."""
    told = TimelineEntry.objects.filter(
        incident__in=lineage(substitute.incident), kind=EntryKind.SUBSTITUTE, params__substitute=substitute.pk
    )
    return told.select_related("actor", "acting_for").order_by("-at", "-id")


def listed(person: Person) -> QuerySet[Incident]:
    """What the list shows to a person: everything that a row needs in one query."""
    return with_serving(incidents_for(person)).select_related("region")


def running(person: Person) -> QuerySet[Incident]:
    """Incidents whose trouble goes on, the longest first: the clock that is due first on top."""
    return listed(person).filter(status__in=RUNNING_STATUSES).order_by("clock_due_at", "pk")
