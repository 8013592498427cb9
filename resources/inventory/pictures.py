"""For how many days the stock lasts, from what the ledger says was used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.bars import Bar, Bars
from emergency_ops.lib.charts.period import Period
from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.charts.words import maybe, plain
from emergency_ops.lib.wording import sentences

from .choices import MovementKind
from .models import Depot

#: levels that are drawn: those that last shortest
MOST = 25
#: the scale ends here
LONGEST = 120.0
#: what is used up: issued to a place where it is needed or thrown away, less what came back
USED = (MovementKind.ISSUE, MovementKind.SCRAP, MovementKind.RETURN)
_COVER = """
WITH used AS MATERIALIZED (
    SELECT depot_id, part_id, -sum(quantity) AS pieces FROM resources_stockmovement
    WHERE at >= %(start)s AND at < %(until)s AND kind = ANY(%(kinds)s) AND depot_id = ANY(%(depots)s)
    GROUP BY depot_id, part_id HAVING sum(quantity) < 0
), levels AS (
    SELECT level.depot_id, level.part_id, level.on_hand - level.reserved AS free, level.minimum, used.pieces
    FROM used JOIN resources_stocklevel level ON level.depot_id = used.depot_id AND level.part_id = used.part_id
    UNION ALL
    SELECT level.depot_id, level.part_id, level.on_hand - level.reserved, level.minimum, NULL
    FROM resources_stocklevel level
    WHERE level.minimum > level.on_hand - level.reserved AND level.depot_id = ANY(%(depots)s)
      AND NOT EXISTS (SELECT FROM used WHERE used.depot_id = level.depot_id AND used.part_id = level.part_id)
)
SELECT depot.code, depot.name, part.code, part.name, part.lead_days, levels.free, levels.minimum, levels.pieces, count(*) OVER ()
FROM levels
JOIN resources_depot depot ON depot.id = levels.depot_id AND depot.is_active
JOIN resources_parttype part ON part.id = levels.part_id AND part.is_active
ORDER BY levels.free / levels.pieces::float NULLS LAST, depot.code, part.code
LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Cover:
    """A level: free pieces, and how many were used in `days`. lead: days until a purchase arrives."""

    depot: str
    depot_name: str
    part: str
    part_name: str
    lead: int
    free: int
    minimum: int
    used: int
    days: float

    @property
    def lasts(self) -> float | None:
        """Days; None where nothing was used, so that nobody knows."""
        return self.free * self.days / self.used if self.used else None

    @property
    def minimum_lasts(self) -> float | None:
        return self.minimum * self.days / self.used if self.used and self.minimum else None

    @property
    def is_short(self) -> bool:
        """It does not last until a purchase made today arrives."""
        return self.lasts is not None and self.lasts < self.lead


def cover_picture(depots: QuerySet[Depot], period: Period) -> Picture:
    """The levels of these depots that last shortest, by what was used in the period. Two queries."""
    rows, total = covers(list(depots.order_by().values_list("pk", flat=True)), period)
    marks = [_("安全库存"), _("采购周期")]
    bars = [_bar(row) for row in rows]
    chart = Bars(bars, [_("可用库存能用的天数")], plain, marks, most=LONGEST) if bars else None
    labels = (_("备件"), _("备件库"), _("可用"), _("期间领用"), _("可用天数"), _("安全库存天数"), _("采购周期（天）"))
    columns = table_columns(*labels, numeric=range(2, 7), shown={4: maybe, 5: maybe})
    note = _("按%(days)s的出库和报废减去退库推算；没有领用的备件无法推算。") % {"days": period.words}
    if total > len(rows):
        note = sentences(note, _("共%(total)d项，只显示最紧张的%(count)d项。") % {"total": total, "count": len(rows)})
    return Picture(
        "cover",
        _("库存可用天数"),
        _in_words(rows, total) if rows else "",
        chart,
        columns,
        [_row(row) for row in rows],
        empty=_("备件领用出库后，这里显示每个备件库还能用多少天。"),
        note=note,
        hrefs=[reverse("inventory:level", args=[row.depot, row.part]) for row in rows],
    )


def covers(depots: Sequence[int], period: Period) -> tuple[list[Cover], int]:
    """The levels that last shortest, then those below their minimum of which nothing was used; and how many there are."""
    days = max(1.0, (period.until - period.start) / timedelta(days=1))
    facts: dict[str, Any] = {
        "start": period.start, "until": period.until, "kinds": [str(kind) for kind in USED], "depots": list(depots), "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COVER, facts)
        found = cursor.fetchall()
    rows = [_cover(row, days) for row in found]
    return rows, found[0][8] if found else 0


def _cover(row: tuple[Any, ...], days: float) -> Cover:
    depot, depot_name, part, part_name, lead, free, minimum, used, _total = row
    return Cover(depot, depot_name, part, part_name, lead, free, minimum, int(used or 0), days)


def _bar(row: Cover) -> Bar:
    label = f"{row.part_name} · {row.depot_name}"
    if row.lasts is None:
        return Bar(label, [0.0], _("期间没有领用"), unknown=True)
    words = _("%(lasting)s，撑不到补货") if row.is_short else "%(lasting)s"
    marks = [row.minimum_lasts, float(row.lead)]
    return Bar(label, [row.lasts], words % {"lasting": _days(row.lasts)}, marks)


def _days(lasts: float) -> str:
    days = plain(round(lasts, 1))
    return ngettext("%(number)s天", "%(number)s天", 1 if days == "1" else 2) % {"number": days}


def _row(row: Cover) -> list[object]:
    lasts = None if row.lasts is None else round(row.lasts, 1)
    minimum = None if row.minimum_lasts is None else round(row.minimum_lasts, 1)
    return [row.part_name, row.depot_name, row.free, row.used, lasts, minimum, row.lead]


def _in_words(rows: Sequence[Cover], total: int) -> str:
    short = sum(row.is_short for row in rows)
    tightest = rows[0]
    if tightest.lasts is None:
        text = ngettext(
            "共%(total)d项低于安全库存，期间都没有领用，无法推算天数。",
            "共%(total)d项低于安全库存，期间都没有领用，无法推算天数。",
            total,
        )
        return text % {"total": total}
    facts = {
        "short": short,
        "part": tightest.part_name,
        "depot": tightest.depot_name,
        "lasting": _days(tightest.lasts),
    }
    if not short:
        return _("显示的都够用到补货；最少的是%(depot)s的%(part)s，%(lasting)s。") % facts
    text = ngettext(
        "%(short)d项撑不到补货；最少的是%(depot)s的%(part)s，只够%(lasting)s。",
        "%(short)d项撑不到补货；最少的是%(depot)s的%(part)s，只够%(lasting)s。",
        short,
    )
    return text % facts
