"""Related incidents, as a reader sees them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from incidents.response.access import incidents_for
from incidents.response.choices import RUNNING_STATUSES
from incidents.response.models import Incident
from resources.staff.models import Person

from .choices import SEEN_FROM_SECOND, Relation
from .models import RelatedIncident


@dataclass(frozen=True, slots=True)
class Related:
    """Another incident, and how this one stands to it."""

    pk: int
    other: Incident
    label: str | Promise
    can_end: bool


def related_to(person: Person, incident: Incident) -> list[Related]:
    """Those that the person sees; one query."""
    seen = incidents_for(person)
    rows = RelatedIncident.objects.filter(Q(first=incident, second__in=seen) | Q(second=incident, first__in=seen))
    return [_as_seen(row, incident) for row in rows.filter(ended_at=None).select_related("first", "second")]


def mergeable(person: Person, incident: Incident) -> QuerySet[Incident]:
    """Running incidents that the person sees and that could become one with this, the newest first."""
    others = incidents_for(person).filter(status__in=RUNNING_STATUSES, is_drill=incident.is_drill)
    return others.exclude(pk=incident.pk).select_related("region").order_by("-opened_at")


def _as_seen(row: RelatedIncident, incident: Incident) -> Related:
    relation = Relation(row.relation)
    if row.first_id == incident.pk:
        return Related(row.pk, row.second, relation.label, relation != Relation.SPLIT)
    return Related(row.pk, row.first, SEEN_FROM_SECOND[relation], relation != Relation.SPLIT)
