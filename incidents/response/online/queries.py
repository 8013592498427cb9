"""Reads of channels and codes."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from incidents.response.models import Incident, Substitute

from .choices import ScanAnswer
from .models import EmergencyCode, OnlineChannel


#: a code that has neither expired nor been revoked
def valid_at(now: datetime) -> Q:
    return Q(revoked_at=None, expires_at__gt=now)


class Lead(NamedTuple):
    """What decides where a scanned code leads. `site` and `terminal` are codes, None where it stands for several."""

    pk: int
    code: str
    service: str
    expires_at: datetime
    revoked_at: datetime | None
    site: str | None
    terminal: str | None
    incident: str
    is_drill: bool


_LEAD = (
    "pk", "code", "service", "expires_at", "revoked_at", "site__code", "terminal__code",
    "substitute__incident__number", "substitute__incident__is_drill",
)  # fmt: skip


def lead_of(code: str) -> Lead | None:
    """One read by a unique index, of no more than the way to the payment page needs: many scan at the same time."""
    rows = EmergencyCode.objects.filter(code=code).order_by().values_list(*_LEAD)
    return next((Lead(*row) for row in rows), None)


def with_places(pk: int) -> EmergencyCode:
    """The code with all that its page says."""
    return EmergencyCode.objects.select_related("site", "substitute__incident", "substitute__site").get(pk=pk)


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
