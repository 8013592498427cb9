"""Reads of what others sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from resources.staff.models import Person

from .access import alerts_for
from .choices import AlertState, Mapping
from .models import AlertSource, ExternalAlert

RECENT = timedelta(days=30)
SUGGESTED = 40


def listed_alerts(person: Person) -> QuerySet[ExternalAlert]:
    """Everything that a row of the list needs, in one query."""
    return alerts_for(person).select_related("source", "site", "terminal", "warning")


def sources(now: datetime) -> QuerySet[AlertSource]:
    """All sources with how many of their alerts are firing, and how many wait for their place."""
    recent = Q(alerts__last_at__gt=now - RECENT)
    return AlertSource.objects.select_related("created_by").annotate(
        firing=Count("alerts", filter=recent & Q(alerts__state=AlertState.FIRING)),
        unmapped=Count("alerts", filter=recent & Q(alerts__mapping=Mapping.UNMAPPED)),
    )


def unmapped_labels(source: AlertSource) -> Sequence[tuple[str, str, int]]:
    """Labels and values of alerts that wait for their place, the most frequent first: (label, value, how many)."""
    counted: dict[tuple[str, str], int] = {}
    waiting = ExternalAlert.objects.filter(source=source, mapping=Mapping.UNMAPPED).order_by("-last_at")
    for labels in waiting.values_list("labels", flat=True)[:1000]:
        for label, value in labels.items():
            if value:
                counted[label, value] = counted.get((label, value), 0) + 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [(label, value, number) for (label, value), number in ordered[:SUGGESTED]]
