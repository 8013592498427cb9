"""Reads that span the slice's models."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from incidents.monitoring.models import Warning as MonitoringWarning
from resources.network.access import sites_for
from resources.staff.models import Person

from .access import incidents_for, sees_all_of
from .choices import RUNNING_STATUSES, EntryKind, SubstituteStatus
from .models import Incident, Substitute, TimelineEntry


def with_serving(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Annotates `serving`: whether a substitute serves now."""
    serving = Substitute.objects.filter(incident=OuterRef("pk"), status=SubstituteStatus.SERVING)
    return incidents.annotate(serving=Exists(serving))


def family(incident: Incident) -> list[int]:
    """Ids of the incident and of all that were merged into it, directly or through another."""
    ids, newest = [incident.pk], [incident.pk]
    while newest:
        newest = list(Incident.objects.filter(merged_into__in=newest).values_list("pk", flat=True))
        ids += newest
    return ids


def open_warnings(incident: Incident) -> QuerySet[MonitoringWarning]:
    """The warnings of the incident, and of those merged into it, that are not cleared."""
    return MonitoringWarning.objects.filter(cleared_at=None, incident__in=family(incident))


def reported_down(incident: Incident) -> int:
    """How many terminals the incident's warnings still cover: by the reports its trouble goes on there."""
    return open_warnings(incident).filter(members__until=None).values("members__terminal").distinct().count()


def users_terms(person: Person, incident: Incident) -> dict[str, Any]:
    """How the affected users came about, with the terms of those sites only that the person sees."""
    terms = incident.users_terms.get("terms", [])
    if sees_all_of(person, incident):
        return {**incident.users_terms, "terms": terms}
    seen = set(sites_for(person).filter(code__in=[term["code"] for term in terms]).values_list("code", flat=True))
    return {**incident.users_terms, "terms": [term for term in terms if term["code"] in seen]}


def history_of(substitute: Substitute) -> QuerySet[TimelineEntry]:
    """What happened to a substitute, the newest first, also in the incidents that were merged into its own."""
    told = TimelineEntry.objects.filter(
        incident__in=family(substitute.incident), kind=EntryKind.SUBSTITUTE, params__substitute=substitute.pk
    )
    return told.select_related("actor", "acting_for").order_by("-at", "-id")


def listed(person: Person) -> QuerySet[Incident]:
    """What the list shows to a person: everything that a row needs in one query."""
    return with_serving(incidents_for(person)).select_related("region")


def running(person: Person) -> QuerySet[Incident]:
    """Incidents whose trouble goes on, the longest first: the clock that is due first on top."""
    return listed(person).filter(status__in=RUNNING_STATUSES).order_by("clock_due_at", "pk")
