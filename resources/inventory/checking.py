"""Proof that stored figures are what the ledger, the reservations and the transfers add up to. Reports, never repairs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib import clock
from resources.staff.memos import tell

from .choices import ReservationState, TransferState
from .keepers import overseers

#: a memo names so many differences; the command names all
NAMED = 20


class Figure(StrEnum):
    """What was compared."""

    ON_HAND = "on_hand"
    RESERVED = "reserved"
    IN_TRANSIT = "in_transit"
    BALANCE = "balance"
    ISSUED = "issued"


_SENTENCES: dict[Figure, Promise] = {
    Figure.ON_HAND: _("%(depot)s %(part)s：在库记为 %(row)d，出入库合计 %(sum)d"),
    Figure.RESERVED: _("%(depot)s %(part)s：预留记为 %(row)d，未出库的预留合计 %(sum)d"),
    Figure.IN_TRANSIT: _("%(depot)s %(part)s：在途记为 %(row)d，已发出的调拨合计 %(sum)d"),
    Figure.BALANCE: _("%(depot)s %(part)s：第 %(id)d 笔记录的结存为 %(row)d，累计应为 %(sum)d"),
    Figure.ISSUED: _("%(depot)s %(part)s：第 %(id)d 号预留记为已出库 %(row)d，出库合计 %(sum)d"),
}


@dataclass(frozen=True)
class Difference:
    """What a row says and what it should: depot and part by code, `id` of the row where there are many."""

    figure: Figure
    depot: str
    part: str
    row: int
    sum: int
    id: int

    def __str__(self) -> str:
        facts = {"depot": self.depot, "part": self.part, "row": self.row, "sum": self.sum, "id": self.id}
        return str(_SENTENCES[self.figure]) % facts


_LEVELS = """
WITH moved AS (SELECT depot_id, part_id, sum(quantity) AS total FROM resources_stockmovement GROUP BY 1, 2),
promised AS (
    SELECT depot_id, part_id, sum(quantity - issued) AS total FROM resources_reservation WHERE state = %(open)s GROUP BY 1, 2
),
travelling AS (
    SELECT t.to_depot_id AS depot_id, l.part_id, sum(l.quantity) AS total
    FROM resources_transferline l JOIN resources_transfer t ON t.id = l.transfer_id
    WHERE t.state = %(sent)s AND t.to_depot_id IS NOT NULL GROUP BY 1, 2
),
summed AS (
    SELECT depot_id, part_id, COALESCE(level.on_hand, 0) AS on_hand, COALESCE(moved.total, 0) AS moved,
        COALESCE(level.reserved, 0) AS reserved, COALESCE(promised.total, 0) AS promised,
        COALESCE(level.in_transit, 0) AS in_transit, COALESCE(travelling.total, 0) AS travelling
    FROM resources_stocklevel level
    FULL JOIN moved USING (depot_id, part_id)
    FULL JOIN promised USING (depot_id, part_id)
    FULL JOIN travelling USING (depot_id, part_id)
)
SELECT figure, d.code, p.code, said, counted, 0
FROM summed
CROSS JOIN LATERAL (VALUES
    ('on_hand', on_hand, moved), ('reserved', reserved, promised), ('in_transit', in_transit, travelling)
) AS compared (figure, said, counted)
JOIN resources_depot d ON d.id = depot_id JOIN resources_parttype p ON p.id = part_id
WHERE said <> counted ORDER BY d.code, p.code, figure
"""
_BALANCES = """
SELECT 'balance', d.code, p.code, balance, total, row.id
FROM (
    SELECT id, depot_id, part_id, balance, sum(quantity) OVER (PARTITION BY depot_id, part_id ORDER BY id) AS total
    FROM resources_stockmovement
) AS row
JOIN resources_depot d ON d.id = depot_id JOIN resources_parttype p ON p.id = part_id
WHERE balance <> total ORDER BY row.id
"""
_ISSUED = """
SELECT 'issued', d.code, p.code, r.issued, COALESCE(left_by.total, 0), r.id
FROM resources_reservation r
LEFT JOIN (
    SELECT reservation_id, -sum(quantity) AS total FROM resources_stockmovement
    WHERE quantity < 0 AND reservation_id IS NOT NULL GROUP BY 1
) AS left_by ON left_by.reservation_id = r.id
JOIN resources_depot d ON d.id = r.depot_id JOIN resources_parttype p ON p.id = r.part_id
WHERE r.issued <> COALESCE(left_by.total, 0) ORDER BY r.id
"""


def differences() -> list[Difference]:
    """Everything that does not add up. Three statements, each over one moment, so writers do no harm meanwhile."""
    states = {"open": ReservationState.OPEN.value, "sent": TransferState.SENT.value}
    return [
        Difference(Figure(figure), *facts)
        for figure, *facts in _rows((_LEVELS, states), (_BALANCES, {}), (_ISSUED, {}))
    ]


def _rows(*statements: tuple[str, dict[str, str]]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            yield from cursor.fetchall()


def tell_differences(found: Iterable[Difference], *, now: datetime) -> None:
    """Tells the storekeepers and administrators, once a day. Nothing where nothing was found."""
    named = list(found)
    if not named:
        return
    day = now.astimezone(clock.SHANGHAI).date()
    tell(
        overseers(),
        key=f"ledger-differs:{day:%Y%m%d}",
        title=ngettext_lazy("库存账不平：%(number)d 处不一致", "库存账不平：%(number)d 处不一致", "number"),
        body="%(differences)s",
        link=reverse("inventory:movements"),
        now=now,
        params={"number": len(named), "differences": "\n".join(str(one) for one in named[:NAMED])},
    )
