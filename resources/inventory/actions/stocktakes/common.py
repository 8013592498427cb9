"""What the steps of a stocktake share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from emergency_ops.lib.wording import listed
from resources.inventory.choices import StocktakeState
from resources.inventory.models import InventoryEvent, Stocktake
from resources.inventory.rules.stocktakes import check_state

OPEN = (StocktakeState.COUNTING, StocktakeState.COUNTED)


def locked_in(stocktake: Stocktake, *states: StocktakeState) -> Stocktake:
    """The stocktake as it is now, locked; refused with what to do instead unless it is in one of these states."""
    rows = Stocktake.objects.select_related("depot").select_for_update(of=("self",))
    held = rows.get(pk=stocktake.pk)
    check_state(held.state, states, held.number)
    return held


def write_event(stocktake: Stocktake, code: str, actor: Any, now: datetime, text: str = "", **params: Any) -> None:
    InventoryEvent.objects.create(
        subject_kind="stocktake",
        subject_id=stocktake.pk,
        code=f"stocktake_{code}",
        depot=stocktake.depot,
        actor=actor,
        at=now,
        text=text.strip(),
        params={"number": stocktake.number, "depot": stocktake.depot.name, **params},
    )


def counters_of(stocktake: Stocktake) -> set[int]:
    """The people who counted a line or finished the count."""
    people = {pk for pk in stocktake.lines.values_list("counted_by", flat=True) if pk}
    return people | ({stocktake.counted_by_id} if stocktake.counted_by_id else set())


def names_of(parts: Sequence[Any]) -> str:
    return listed(part.name for part in parts)
