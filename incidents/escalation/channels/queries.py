"""Reads of accounts."""

from django.db.models import Count, Q, QuerySet

from incidents.escalation.models import WAITING

from .models import ChannelAccount


def accounts() -> QuerySet[ChannelAccount]:
    """All accounts with their region and the number of messages that wait for them (`waiting`); one query."""
    waiting = Count("messages", filter=Q(messages__state__in=WAITING))
    return ChannelAccount.objects.select_related("region").annotate(waiting=waiting).order_by("channel", "name")
