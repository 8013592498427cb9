"""A keeper hears when a part falls below its minimum: once, until it was refilled."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.inventory.keepers import keepers_of
from resources.inventory.models import StockLevel, StockMinimum, StockMovement
from resources.inventory.rules import stock
from resources.staff.memos import tell


def tell_when_low(fewer: Iterable[tuple[StockLevel, int]], *, now: datetime) -> None:
    """Tells of the levels that fell below their minimum now. fewer: levels as they are, and how many pieces were free before."""
    for level, before in fewer:
        if stock.fell_below(before, level.available, level.minimum):
            _tell(level, now)


def _tell(level: StockLevel, now: datetime) -> None:
    limit = StockMinimum.objects.select_related("depot", "part").get(depot=level.depot_id, part=level.part_id)
    tell(
        keepers_of(limit.depot),
        key=f"stock-low:{limit.depot_id}:{limit.part_id}:{_last_refill(limit)}",
        title=_("%(depot)s 的%(part)s低于安全库存"),
        body=_("可用 %(available)d %(unit)s，安全库存 %(minimum)d，补足到 %(target)d。请安排调拨或采购。"),
        link=reverse("inventory:replenishment") + f"?depot={limit.depot.code}",
        now=now,
        params={
            "depot": limit.depot.name,
            "part": limit.part.name,
            "available": level.available,
            "unit": limit.part.unit,
            "minimum": limit.minimum,
            "target": limit.target,
        },
    )


def _last_refill(limit: StockMinimum) -> int:
    """Names the time since the last pieces came in; a promise that comes and goes is no refill."""
    came_in = StockMovement.objects.filter(quantity__gt=0, depot=limit.depot_id, part=limit.part_id)
    return came_in.aggregate(last=Max("pk"))["last"] or 0
