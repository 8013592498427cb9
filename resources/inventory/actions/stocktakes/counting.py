"""Counting line by line. What the books held at that moment is written with the count, and nobody is told it yet."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access import require_keeper
from resources.inventory.actions.ledger import lock_levels
from resources.inventory.choices import StocktakeState
from resources.inventory.models import PartType, StockMovement, Stocktake, StocktakeLine
from resources.inventory.rules import stocktakes as rules

from .common import locked_in, write_event


def count(
    stocktake: Stocktake,
    line_id: int,
    counted: int,
    *,
    actor: Any,
    now: datetime,
    at: datetime | None = None,
    key: str = "",
) -> StocktakeLine:
    """Writes the pieces counted, once more if need be. `at`: when they were counted, where that is typed in later from paper.

    expected becomes what the books held at that moment, so that what moves before or after does not disturb the count.
    Repeats of a line's last key change nothing. Raises Forbidden, Invalid, or Refused once the count is finished.
    """
    require_keeper(actor, stocktake.depot)
    rules.check_counted(counted)
    with transaction.atomic():
        held = locked_in(stocktake, StocktakeState.COUNTING)
        line = _line(held, line_id)
        if key and line.key == key:
            return line
        _check_moment(held, at, now)
        line.expected = _expected(held, line, at)
        line.counted, line.counted_at, line.counted_by, line.key = counted, at or now, actor, key
        line.save(update_fields=["counted", "expected", "counted_at", "counted_by", "key"])
    return line


def add_line(stocktake: Stocktake, part: PartType, *, actor: Any, now: datetime) -> StocktakeLine:
    """A part that lies there and is not on the list; the line that there is where it is. Raises Forbidden or Refused."""
    require_keeper(actor, stocktake.depot)
    with transaction.atomic():
        held = locked_in(stocktake, StocktakeState.COUNTING)
        line, is_new = StocktakeLine.objects.get_or_create(stocktake=held, part=part)
        if is_new:
            write_event(held, "line_added", actor, now, part=part.name)
    return line


def recount(stocktake: Stocktake, lines: Collection[int], *, actor: Any, now: datetime) -> Stocktake:
    """These lines are to be counted again, blind: their counts are forgotten and the count is open again.

    Raises Forbidden, Invalid where no line is chosen, or Refused unless the count is finished and not posted.
    """
    require_keeper(actor, stocktake.depot)
    with transaction.atomic():
        held = locked_in(stocktake, StocktakeState.COUNTED)
        chosen = list(held.lines.filter(pk__in=lines).select_related("part").order_by("part__code"))
        if not chosen:
            raise Invalid("stocktake_nothing_chosen", _("请先勾选要重盘的备件。"))
        held.lines.filter(pk__in=[line.pk for line in chosen]).update(
            counted=None, expected=None, counted_at=None, counted_by=None, key="", reason=""
        )
        held.state, held.counted_at, held.counted_by = StocktakeState.COUNTING, None, None
        held.save(update_fields=["state", "counted_at", "counted_by"])
        write_event(held, "recount", actor, now, parts=[line.part.name for line in chosen])
    return held


def _line(stocktake: Stocktake, line_id: int) -> StocktakeLine:
    line = stocktake.lines.select_related("part").filter(pk=line_id).first()
    if line is None:
        raise Invalid(
            "stocktake_unknown_line", _("盘点单 %(number)s 中没有这一行，请刷新页面。"), number=stocktake.number
        )
    return line


def _check_moment(stocktake: Stocktake, at: datetime | None, now: datetime) -> None:
    if at is not None and not stocktake.started_at <= at <= now:
        raise Invalid("stocktake_moment", _("清点时间必须在盘点开始之后、现在之前。"))


def _expected(stocktake: Stocktake, line: StocktakeLine, moment: datetime | None) -> int:
    """What the books held at the moment: the locked level, without what moved since. None: now, whatever clocks say."""
    pair = (stocktake.depot_id, line.part_id)
    level = lock_levels([pair])[pair]
    if moment is None:
        return level.on_hand
    since = StockMovement.objects.filter(depot_id=pair[0], part_id=pair[1], at__gt=moment)
    expected = rules.expected_then(level.on_hand, since.aggregate(sum=Sum("quantity"))["sum"] or 0)
    if expected < 0:
        raise Refused("stocktake_books", _("“%(part)s”的账目时间有误，请改按现在的时间清点。"), part=line.part.name)
    return expected
