"""Reads of channels and codes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from incidents.response.models import Incident, Substitute

from .choices import ScanAnswer
from .models import EmergencyCode, OnlineChannel


#: a code that has neither expired nor been revoked
def valid_at(now: datetime) -> Q:
    return Q(revoked_at=None, expires_at__gt=now)


def by_code(code: str) -> EmergencyCode | None:
    """The code with all that its address needs. One read by a unique index."""
    found = EmergencyCode.objects.select_related("site", "terminal", "substitute__incident", "substitute__site")
    return found.filter(code=code).first()


def channels_of(substitute: Substitute) -> QuerySet[OnlineChannel]:
    return OnlineChannel.objects.filter(pk__in=substitute.named_channels.values("channel"))


def active_channels() -> QuerySet[OnlineChannel]:
    return OnlineChannel.objects.filter(is_active=True)


def counted(codes: QuerySet[EmergencyCode]) -> QuerySet[EmergencyCode]:
    """With `opened` and `misled`: scans that led to the payment page (or the drill's), and those that found a dead code."""
    dead = Q(scans__answer=ScanAnswer.GUIDANCE)
    return codes.annotate(
        opened=Coalesce(Sum("scans__count", filter=~dead), 0), misled=Coalesce(Sum("scans__count", filter=dead), 0)
    )


def codes_of_sites(incident: Incident, site_ids: Collection[int], now: datetime) -> dict[int, EmergencyCode]:
    """The code that a site's paper shows, by site: its own rather than that of all sites, a valid one rather than a dead one.

    A site of an incident that never had codes is left out. One query.
    """
    rows = EmergencyCode.objects.filter(
        Q(site__in=site_ids) | Q(site=None), substitute__incident=incident, terminal=None, service="all"
    )
    ranked = sorted(rows, key=lambda row: (row.is_valid(now), row.site_id is not None, row.pk))
    found: dict[int, EmergencyCode] = {}
    for row in ranked:
        for site in site_ids if row.site_id is None else (row.site_id,):
            found[site] = row
    return found
