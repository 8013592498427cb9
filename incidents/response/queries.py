"""Reads that span the slice's models."""

from django.db.models import Exists, OuterRef, QuerySet

from resources.staff.models import Person

from .access import incidents_for
from .choices import RUNNING_STATUSES, SubstituteStatus
from .models import Incident, Substitute


def with_serving(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Annotates `serving`: whether a substitute serves now."""
    serving = Substitute.objects.filter(incident=OuterRef("pk"), status=SubstituteStatus.SERVING)
    return incidents.annotate(serving=Exists(serving))


def listed(person: Person) -> QuerySet[Incident]:
    """What the list shows to a person: everything that a row needs in one query."""
    return with_serving(incidents_for(person)).select_related("region")


def running(person: Person) -> QuerySet[Incident]:
    """Incidents whose trouble goes on, the longest first: the clock that is due first on top."""
    return listed(person).filter(status__in=RUNNING_STATUSES).order_by("clock_due_at", "pk")
