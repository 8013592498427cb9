"""The only writer of minimums, one import of many aside."""

from datetime import datetime
from typing import Any

from django.db import transaction

from resources.inventory.access import require_keeper
from resources.inventory.models import Depot, PartType, StockMinimum
from resources.inventory.rules import stock

from .ledger import lock_levels
from .saving import save

FIELDS = ("minimum", "target")


def set_minimum(
    depot: Depot, part: PartType, minimum: int, target: int, *, actor: Any, now: datetime, reason: str = ""
) -> StockMinimum:
    """Below `minimum` free pieces the part is filled up to `target`; 0 and 0 for no minimum. Its level is made if missing.

    Raises Forbidden or Invalid.
    """
    require_keeper(actor, depot)
    stock.check_limits(minimum, target)
    with transaction.atomic():
        lock_levels([(depot.pk, part.pk)])  # one at a time for each depot and part
        before = StockMinimum.objects.filter(depot=depot, part=part).first()
        row = StockMinimum(pk=before.pk if before else None, depot=depot, part=part, minimum=minimum, target=target)
        return save(row, before, FIELDS, actor=actor, now=now, reason=reason)
