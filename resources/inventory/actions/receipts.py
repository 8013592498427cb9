"""Receipts of many lines at once: opening stock, a delivery note with a thousand lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from resources.inventory.choices import MovementKind
from resources.inventory.models import Depot, PartType, StockLevel, StockMovement
from resources.inventory.rules import stock

from .ledger import lock_levels, place, require_in_use, values

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of a part that came to a depot on a paper. The paper's number makes its repeats harmless."""

    depot: Depot
    part: PartType
    quantity: int
    number: str
    reason: str = ""

    @property
    def key(self) -> str:
        names = "\n".join((self.number, self.depot.code, self.part.code))
        return f"receipt-{sha256(names.encode()).hexdigest()[:48]}"


def received_before(lines: Sequence[Line]) -> Mapping[str, int]:
    """The quantities of lines that are in the ledger, by key. One query."""
    rows = StockMovement.objects.filter(key__in=[line.key for line in lines])
    return {key: quantity for key, quantity in rows.values_list("key", "quantity") if key}


def check_line(line: Line) -> None:
    """Raises Invalid or Refused."""
    require_in_use(line.depot, line.part)
    stock.check_pieces(line.quantity)


def receive_many(lines: Sequence[Line], *, actor: Any, now: datetime) -> None:
    """Receives lines that were checked, within the caller's transaction. Checks no access. A few statements for a thousand lines."""
    levels = lock_levels((line.depot.pk, line.part.pk) for line in lines)
    rows = [_row(line, levels[line.depot.pk, line.part.pk], actor, now) for line in lines]
    StockMovement.objects.bulk_create(rows, batch_size=BATCH)
    StockLevel.objects.bulk_update(levels.values(), ["on_hand"], batch_size=BATCH)


def _row(line: Line, level: StockLevel, actor: Any, now: datetime) -> StockMovement:
    row = StockMovement(
        depot=line.depot,
        part=line.part,
        kind=MovementKind.RECEIPT,
        quantity=line.quantity,
        at=now,
        actor=actor,
        reason=line.reason,
        reference=line.number,
        key=line.key,
    )
    level.on_hand = row.balance = stock.moved(values(level), line.quantity, place(row)).on_hand
    return row
