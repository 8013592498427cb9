"""Reads: which accounts carry a notice, which deliveries are due, where notices are."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from incidents.escalation.channels.rules import nearest

from .choices import LOOKED_UP, WAITING, DeliveryState
from .models import Delivery, PublicAccount


def accounts() -> QuerySet[PublicAccount]:
    """All accounts with their region and the number of deliveries that are under way (`waiting`); one query."""
    waiting = Count("deliveries", filter=Q(deliveries__state__in=[*WAITING, DeliveryState.SENDING]))
    return PublicAccount.objects.select_related("region").annotate(waiting=waiting).order_by("channel", "name")


def serving(channel: str, region_code: str) -> list[PublicAccount]:
    """The enabled accounts that carry a notice of this region ("": the whole network): all of the smallest area around it."""
    enabled = PublicAccount.objects.filter(channel=channel, is_enabled=True).order_by("name")
    return nearest([(account, account.region_id) for account in enabled], region_code)


def due_ids(now: datetime, most: int) -> list[int]:
    """Deliveries with something to be done, the longest due first; one query over a partial index."""
    due = Delivery.objects.filter(state__in=[*WAITING, *LOOKED_UP], due_at__lte=now).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


def of_notices(ids: Sequence[int], channel: str) -> QuerySet[Delivery]:
    """With everything that a line about them names; one query."""
    found = Delivery.objects.filter(notice__in=ids, channel=channel)
    return found.select_related("account", "handled_by", "notice", "takes_back").order_by(
        "notice", "operation", "account__name", "pk"
    )
