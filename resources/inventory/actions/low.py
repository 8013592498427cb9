"""A keeper hears when a part falls below its minimum: once, until it was refilled."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.inventory.keepers import keepers_of
from resources.inventory.models import StockLevel, StockMinimum, StockMovement
from resources.inventory.rules import stock
from resources.staff.memos import tell

Pair = tuple[int, int]


def tell_when_low(fewer: Iterable[tuple[StockLevel, int]], *, now: datetime) -> None:
    """Tells of the levels that fell below their minimum now. fewer: levels as they are, and how many pieces were free before."""
    fallen = {(level.depot_id, level.part_id): (level, before) for level, before in fewer if level.available < before}
    if not fallen:
        return
    for limit in _limits(fallen):
        level, before = fallen[limit.depot_id, limit.part_id]
        if stock.fell_below(before, level.available, limit.minimum):
            _tell(level, limit, now)


def _limits(pairs: Iterable[Pair]) -> list[StockMinimum]:
    wanted = set(pairs)
    rows = StockMinimum.objects.filter(
        minimum__gt=0, depot_id__in={depot for depot, _part in wanted}, part_id__in={part for _depot, part in wanted}
    )
    return [row for row in rows.select_related("depot", "part") if (row.depot_id, row.part_id) in wanted]


def _tell(level: StockLevel, limit: StockMinimum, now: datetime) -> None:
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
    came_in = StockMovement.objects.filter(Q(quantity__gt=0), depot_id=limit.depot_id, part_id=limit.part_id)
    return came_in.aggregate(last=Max("pk"))["last"] or 0
