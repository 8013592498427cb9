"""Reads: the messages before one, what the area needs, what the feed shows."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from notices.content.models import Notice, NoticeSite
from resources.network.models import Region
from resources.network.regions import WHOLE_COUNTRY, parents, prefix_of

from .alert import Reference
from .areas import Ground
from .chain import Sent, standing
from .choices import MessageStatus
from .models import CapMessage
from .writing import moment

#: how long the feed shows a message
SHOWN_FOR: Final = timedelta(days=90)


def standing_before(notice: Notice, now: datetime) -> list[Reference]:
    """The messages of the notice's incident, or of the notices it follows, that still stand; its own among them."""
    return standing([_sent(row) for row in _chain(notice).order_by("sent", "pk").defer("xml")], now)


def reference_of(message: CapMessage) -> Reference:
    return Reference(message.sender, message.identifier, moment(message.sent))


def ground(notice: Notice) -> Ground:
    """What areas need to know; three queries."""
    rows = NoticeSite.objects.filter(notice=notice).values_list(
        "site__code", "site__region", "site__latitude", "site__longitude"
    )
    points, regions = {}, set()
    for code, region, latitude, longitude in rows:
        regions.add(region)
        if latitude is not None and longitude is not None:
            points[code] = (latitude, longitude)
    names = dict(Region.objects.filter(pk__in=regions).values_list("code", "name"))
    return Ground(names, points, notice.incident.payment_method if notice.incident else "")


def public_messages(now: datetime, region: str = "") -> QuerySet[CapMessage]:
    """Messages in earnest of the last 90 days, the newest first. region: those that concern it: within, around, or everywhere."""
    found = in_earnest().filter(sent__gt=now - SHOWN_FOR).order_by("-sent", "-pk")
    if not region or region == WHOLE_COUNTRY:
        return found
    around = [region, *parents(region)]
    here = Q(notice__region=None) | Q(notice__region__in=around) | Q(notice__region__code__startswith=prefix_of(region))
    return found.filter(here)


def in_earnest() -> QuerySet[CapMessage]:
    """What everybody may read: never a drill's, by either mark."""
    return CapMessage.objects.filter(status=MessageStatus.ACTUAL, notice__is_drill=False)


def last_sent() -> datetime | None:
    """When the newest message in earnest was sent, however long ago."""
    return in_earnest().order_by("-sent").values_list("sent", flat=True).first()


def _chain(notice: Notice) -> QuerySet[CapMessage]:
    if notice.incident_id is not None:
        return CapMessage.objects.filter(notice__incident=notice.incident_id)
    ids = []
    one: Notice | None = notice
    while one is not None:
        ids.append(one.pk)
        one = one.previous
    return CapMessage.objects.filter(notice__in=ids)


def _sent(row: CapMessage) -> Sent:
    named = tuple(Reference.parse(part) for part in row.references.split())
    return Sent(reference_of(row), row.msg_type, row.expires, named)
