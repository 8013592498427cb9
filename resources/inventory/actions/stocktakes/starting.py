"""Beginning a stocktake."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access import require_keeper
from resources.inventory.models import Depot, PartType, Stocktake, StocktakeLine
from resources.inventory.numbering import Series, next_number

from .common import OPEN, write_event


def start(
    depot: Depot,
    *,
    actor: Any,
    now: datetime,
    parts: Iterable[PartType] | None = None,
    remark: str = "",
    key: str | None = None,
) -> Stocktake:
    """A stocktake of these parts, or of all that the depot has ever had. Repeats of a key return the one that there is.

    Raises Forbidden, Invalid where there is nothing to count, or Refused while another one of the depot is open.
    """
    require_keeper(actor, depot)
    with transaction.atomic():
        Depot.objects.select_for_update(no_key=True).get(pk=depot.pk)
        if repeated := _repeated(key, depot):
            return repeated
        _check_none_open(depot)
        chosen = _everything(depot) if parts is None else {part.pk for part in parts}
        if not chosen:
            raise Invalid("stocktake_empty", _("没有可以盘点的备件：请先登记入库，或者填写要盘点的备件编号。"))
        stocktake = Stocktake(depot=depot, started_at=now, started_by=actor, remark=remark.strip(), key=key or None)
        stocktake.number = next_number(Series.STOCKTAKE, now)
        _insert(stocktake)
        StocktakeLine.objects.bulk_create(StocktakeLine(stocktake=stocktake, part_id=pk) for pk in sorted(chosen))
        write_event(stocktake, "started", actor, now, parts=len(chosen))
    return stocktake


def _everything(depot: Depot) -> set[int]:
    """Parts that are in the books, or were and are still in use."""
    levels = depot.levels.values_list("part", "on_hand", "part__is_active")
    return {part for part, on_hand, is_active in levels if on_hand or is_active}


def _repeated(key: str | None, depot: Depot) -> Stocktake | None:
    written = Stocktake.objects.filter(key=key).first() if key else None
    if written and written.depot_id != depot.pk:
        raise _key_is_taken()
    return written


def _key_is_taken() -> Refused:
    return Refused("stocktake_key_taken", _("这个请求编号已经用于另一次盘点，请刷新页面后重试。"))


def _check_none_open(depot: Depot) -> None:
    other = depot.stocktakes.filter(state__in=OPEN).first()
    if other is not None:
        raise Refused(
            "stocktake_open",
            _("%(depot)s 的盘点 %(number)s 还没有结束：请先完成、过账或取消它。"),
            depot=depot.name,
            number=other.number,
        )


def _insert(stocktake: Stocktake) -> None:
    try:
        with transaction.atomic():
            stocktake.save(force_insert=True)
    except IntegrityError as error:  # the same key, at this moment, for another depot
        raise _key_is_taken() from error
