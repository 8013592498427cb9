"""The only writers of the ledger. A row and the level that it changes are written together, under the level's lock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.inventory.access import require_keeper
from resources.inventory.choices import MovementKind
from resources.inventory.models import Depot, PartType, Reservation, StockLevel, StockMovement, Stocktake, Transfer
from resources.inventory.rules import stock
from resources.inventory.subjects import Subject

from .low import tell_when_low


def lock_levels(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], StockLevel]:
    """The levels of (depot id, part id) pairs, locked until the transaction ends; those that are missing are made.

    Always one order, so that two who need the same levels wait and never deadlock: ask once for all that you need.
    """
    wanted = set(pairs)
    there = _ids(wanted)
    missing = [StockLevel(depot_id=depot, part_id=part) for depot, part in sorted(wanted - there.keys())]
    if missing:
        StockLevel.objects.bulk_create(missing, ignore_conflicts=True)
        there = _ids(wanted)
    locked = StockLevel.objects.filter(pk__in=there.values()).select_for_update().order_by("pk")
    return {(level.depot_id, level.part_id): level for level in locked}


def _ids(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The ids of the levels that there are."""
    rows = StockLevel.objects.filter(
        depot_id__in={depot for depot, _part in pairs}, part_id__in={part for _depot, part in pairs}
    )
    found = rows.values_list("depot_id", "part_id", "pk")
    return {(depot, part): pk for depot, part, pk in found if (depot, part) in pairs}


def values(level: StockLevel) -> stock.Level:
    return stock.Level(level.on_hand, level.reserved, level.in_transit)


def keep(level: StockLevel, after: stock.Level) -> None:
    """Writes a locked level."""
    level.on_hand, level.reserved, level.in_transit = after.on_hand, after.reserved, after.in_transit
    level.save(update_fields=["on_hand", "reserved", "in_transit"])


def arriving(level: StockLevel, delta: int) -> None:
    """Writes what is on its way to a locked level: more when a transfer is sent, less when it is received or called back."""
    keep(level, stock.travelled(values(level), delta))


def post(
    depot: Depot,
    part: PartType,
    kind: str,
    quantity: int,
    *,
    actor: Any,
    now: datetime,
    reason: str = "",
    subject: Subject | None = None,
    transfer: Transfer | None = None,
    reservation: Reservation | None = None,
    stocktake: Stocktake | None = None,
    key: str | None = None,
) -> StockMovement:
    """Writes a row and its level, inside the caller's transaction. Checks no access: that is for the action around it.

    quantity: pieces, positive, its sign comes from the kind; an adjustment brings its own. Only free pieces leave:
    those of a reservation leave through `reservations.use`. Repeats of a key return the row that there is.
    Raises Invalid or Refused.
    """
    change = stock.signed(kind, quantity)
    stock.check_reason(kind, reason)
    if change < 0 and reservation is not None:
        raise ValueError("reserved pieces leave through reservations.use")
    row = StockMovement(depot=depot, part=part, kind=kind, quantity=change, at=now, actor=actor, reason=reason.strip())
    row.transfer, row.reservation, row.stocktake, row.key = transfer, reservation, stocktake, key or None
    if subject is not None:
        row.subject_kind, row.subject_id, row.reference = subject.kind, subject.id, subject.reference
    level = lock_levels([(depot.pk, part.pk)])[depot.pk, part.pk]
    written = repeated(row)
    return written or write(row, level, stock.moved(values(level), change, place(row)))


def place(row: StockMovement | Reservation) -> stock.Place:
    return stock.Place(row.depot.name, row.part.name)


def repeated(row: StockMovement) -> StockMovement | None:
    """The row that has this one's key already. Raises Refused where that is a different one."""
    if row.key is None:
        return None
    written = StockMovement.objects.filter(key=row.key).first()
    if written is None:
        return None
    facts = ("depot_id", "part_id", "kind", "quantity", "reservation_id")
    if any(getattr(written, fact) != getattr(row, fact) for fact in facts):
        raise key_is_taken()
    return written


def key_is_taken() -> Refused:
    return Refused("stock_key_taken", _("这个请求编号已经登记过另一笔，请重新打开表单，或换一个请求编号。"))


def write(row: StockMovement, level: StockLevel, after: stock.Level) -> StockMovement:
    """Inserts a row and writes the locked level that it changes; the keeper hears when the part runs low by it."""
    free = level.available
    keep(level, after)
    row.balance = after.on_hand
    try:
        _insert(row)
    except IntegrityError as error:  # the same key, at this moment, for another depot or part
        raise key_is_taken() from error
    tell_when_low([(level, free)], now=row.at)
    return row


def _insert(row: StockMovement) -> None:
    if row.key is None:
        row.save(force_insert=True)
        return
    with transaction.atomic():
        row.save(force_insert=True)


def receive(depot: Depot, part: PartType, quantity: int, *, actor: Any, now: datetime, **facts: Any) -> StockMovement:
    """入库: bought or found pieces. facts: reason, subject, key. Raises Forbidden, Invalid or Refused."""
    return _public(depot, part, MovementKind.RECEIPT, quantity, actor, now, facts)


def issue(depot: Depot, part: PartType, quantity: int, *, actor: Any, now: datetime, **facts: Any) -> StockMovement:
    """出库 of free pieces. facts: reason, subject, key. Raises Forbidden, Invalid or Refused."""
    return _public(depot, part, MovementKind.ISSUE, quantity, actor, now, facts)


def give_back(depot: Depot, part: PartType, quantity: int, *, actor: Any, now: datetime, **facts: Any) -> StockMovement:
    """退库: issued pieces that come back unused. facts: reason, subject, key. Raises Forbidden, Invalid or Refused."""
    return _public(depot, part, MovementKind.RETURN, quantity, actor, now, facts)


def adjust(depot: Depot, part: PartType, change: int, *, actor: Any, now: datetime, **facts: Any) -> StockMovement:
    """调整 by a signed number of pieces; facts["reason"] says why. Raises Forbidden, Invalid or Refused."""
    return _public(depot, part, MovementKind.ADJUSTMENT, change, actor, now, facts)


def scrap(depot: Depot, part: PartType, quantity: int, *, actor: Any, now: datetime, **facts: Any) -> StockMovement:
    """报废 of free pieces; facts["reason"] says why. Raises Forbidden, Invalid or Refused."""
    return _public(depot, part, MovementKind.SCRAP, quantity, actor, now, facts)


def require_in_use(depot: Depot, part: PartType) -> None:
    """Raises Refused where nothing new is to come: depot or part are out of use."""
    if not depot.is_active:
        raise Refused("depot_inactive", _("备件库 %(depot)s 已停用，不能再入库或预留。"), depot=depot.name)
    if not part.is_active:
        raise Refused("part_inactive", _("备件 %(part)s 已停用，不能再入库或预留。"), part=part.name)


def _public(
    depot: Depot, part: PartType, kind: str, quantity: int, actor: Any, now: datetime, facts: dict[str, Any]
) -> StockMovement:
    require_keeper(actor, depot)
    if kind == MovementKind.RECEIPT:
        require_in_use(depot, part)
    with transaction.atomic():
        return post(depot, part, kind, quantity, actor=actor, now=now, **facts)
