"""Minimums and receipts (opening stock) from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Change, Importer, Outcome, Row, RowError
from resources.network.choices import ImportKind
from resources.staff.models import Person

from .access import depots_for, kept_depots, may_keep
from .actions import minimums
from .actions.ledger import lock_levels
from .actions.receipts import Line, check_line, receive_many, received_before
from .importing_rows import SAMPLE, Work
from .models import Depot, PartType, StockMinimum
from .rules import pieces
from .rules.stock import REASON_LENGTH, check_limits

_DEPOT: Final = Column("depot", "备件库编号", gettext_lazy("备件库编号"), ("depot", "depot code", "备件库"), partial(cells.code, limit=32), required=True)  # fmt: skip
_PART: Final = Column("part", "备件编号", gettext_lazy("备件编号"), ("part", "part code", "备件"), partial(cells.code, limit=40), required=True)  # fmt: skip
MINIMUMS: Final = (
    _DEPOT,
    _PART,
    Column("minimum", "安全库存", gettext_lazy("安全库存"), ("minimum", "最低库存"), pieces.read_limit, required=True),
    Column("target", "补足到", gettext_lazy("补足到"), ("target", "目标库存"), pieces.read_limit, required=True),
)
RECEIPTS: Final = (
    _DEPOT,
    _PART,
    Column("quantity", "数量", gettext_lazy("数量"), ("quantity", "入库数量"), pieces.read, required=True),
    Column("number", "单据号", gettext_lazy("单据号"), ("number", "reference", "单号", "入库单号"), partial(cells.text, limit=60), required=True),
    Column("reason", "说明", gettext_lazy("说明"), ("reason", "note", "备注"), partial(cells.text, limit=REASON_LENGTH)),
)  # fmt: skip


@dataclass(frozen=True)
class _Places:
    """The depots and parts that a file names, read in two queries."""

    depots: Mapping[str, Depot]
    parts: Mapping[str, PartType]

    def of(self, row: Row, context: ApplyContext, errors: list[RowError]) -> tuple[Depot, PartType] | None:
        """The row's depot and part; None where it names one that is not there or not the actor's."""
        depot, part = self.depots.get(row["depot"]), self.parts.get(row["part"])
        if depot is None:
            errors.append(row.error("depot", _("没有编号为 %(code)s 的备件库。") % {"code": row["depot"]}))
        elif not may_keep(context.actor, depot):
            errors.append(row.error("depot", _("您不是备件库 %(code)s 的库管员。") % {"code": row["depot"]}))
        if part is None:
            errors.append(row.error("part", _("没有编号为 %(code)s 的备件。") % {"code": row["part"]}))
        return (depot, part) if depot and part and may_keep(context.actor, depot) else None


def _places(rows: Sequence[Row], context: ApplyContext) -> _Places:
    depots = depots_for(context.actor).filter(code__in={row["depot"] for row in rows})
    parts = PartType.objects.filter(code__in={row["part"] for row in rows})
    return _Places({depot.code: depot for depot in depots}, {part.code: part for part in parts})


def apply_minimums(rows: list[Row], context: ApplyContext) -> Outcome:
    """New and changed minimums, in a few queries."""
    work = Work(StockMinimum, minimums.FIELDS)
    places = _places(rows, context)
    found = [(row, pair) for row in rows if (pair := places.of(row, context, work.errors))]
    pairs = [(depot.pk, part.pk) for _row, (depot, part) in found]
    lock_levels(pairs)
    known = {(limit.depot_id, limit.part_id): limit for limit in _limits(pairs)}
    for row, (depot, part) in found:
        try:
            check_limits(row["minimum"], row["target"])
        except Refused as refusal:
            work.errors.append(row.error("target", str(refusal)))
            continue
        limit = known.get((depot.pk, part.pk)) or StockMinimum(depot=depot, part=part)
        work.add(row, f"{depot.code} {part.code}", limit, {"minimum": row["minimum"], "target": row["target"]})
    return work.outcome(context)


def _limits(pairs: Sequence[tuple[int, int]]) -> list[StockMinimum]:
    depots, parts = {depot for depot, _part in pairs}, {part for _depot, part in pairs}
    return list(StockMinimum.objects.filter(depot_id__in=depots, part_id__in=parts))


def apply_receipts(rows: list[Row], context: ApplyContext) -> Outcome:
    """Receives what the ledger has not yet: a line (document, depot, part) is received once, however often it is imported."""
    errors: list[RowError] = []
    places = _places(rows, context)
    lines = [
        (row, Line(depot, part, row["quantity"], row["number"], row.get("reason", "")))
        for row in rows
        if (pair := places.of(row, context, errors))
        for depot, part in [pair]
    ]
    before = received_before([line for _row, line in lines])
    fresh = []
    for row, line in lines:
        if line.key in before:
            errors.extend(_differs(row, line, before[line.key]))
            continue
        try:
            check_line(line)
        except Refused as refusal:
            errors.append(row.error("quantity", str(refusal)))
        else:
            fresh.append((row, line))
    if not errors:
        receive_many([line for _row, line in fresh], actor=context.actor, now=context.now)
    sample = [Change(row.line, f"{line.depot.code} {line.part.code}", None, row.values) for row, line in fresh[:SAMPLE]]
    return Outcome(len(fresh), 0, len(lines) - len(fresh), errors=errors, sample=sample)


def _differs(row: Row, line: Line, quantity: int) -> list[RowError]:
    """An error where the same line was received with another quantity."""
    if quantity == line.quantity:
        return []
    sentence = ngettext(
        "单据 %(number)s 已入库 %(quantity)d 件，与这里的数量不同；更正请登记调整。",
        "单据 %(number)s 已入库 %(quantity)d 件，与这里的数量不同；更正请登记调整。",
        quantity,
    )
    return [row.error("quantity", sentence % {"number": line.number, "quantity": quantity})]


def may_import(person: Person) -> bool:
    """Those who keep a depot."""
    return kept_depots(person).exists()


registry.register(
    Importer(
        kind=ImportKind.MINIMUMS,
        label=gettext_lazy("安全库存"),
        columns=MINIMUMS,
        may_import=may_import,
        apply=apply_minimums,
        example=["SH-02", "SCAN-01", "5", "10"],
        key=("depot", "part"),
        intro=gettext_lazy("可用数量低于安全库存时提醒库管员，并建议补足到给定的数量；0 表示不设。"),
    )
)
registry.register(
    Importer(
        kind=ImportKind.RECEIPTS,
        label=gettext_lazy("入库"),
        columns=RECEIPTS,
        may_import=may_import,
        apply=apply_receipts,
        example=["SH-02", "SCAN-01", "10", "QC-2026-001", "期初库存"],
        key=("number", "depot", "part"),
        intro=gettext_lazy("期初库存或到货清单。同一单据号、备件库和备件只入库一次，重复导入不会重复登记。"),
    )
)
