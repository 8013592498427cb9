"""Reads of endpoints and calls."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from resources.staff.models import Person

from .access import calls_for, endpoints_for
from .choices import WAITING, CallState
from .models import WebhookCall, WebhookEndpoint


def listed_endpoints(person: Person) -> QuerySet[WebhookEndpoint]:
    """With how many calls wait and how many have failed."""
    return endpoints_for(person).annotate(
        waiting=Count("calls", filter=Q(calls__state__in=[*WAITING, CallState.SENDING])),
        failed=Count("calls", filter=Q(calls__state=CallState.FAILED)),
    )


def listed_calls(person: Person) -> QuerySet[WebhookCall]:
    return calls_for(person).select_related("endpoint", "entry__incident")


def active_ids() -> list[int]:
    return list(WebhookEndpoint.objects.filter(is_active=True).values_list("pk", flat=True))


def due_call_ids(now: datetime, limit: int) -> list[int]:
    """Calls that wait, the longest waiting first; those of an endpoint that does not answer have to wait for it."""
    due = WebhookCall.objects.filter(state__in=WAITING, due_at__lte=now, endpoint__is_active=True)
    well = due.filter(Q(endpoint__paused_until=None) | Q(endpoint__paused_until__lte=now))
    return list(well.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
