"""Promising pieces to a subject, and what becomes of the promise. Never more than is free, however many ask at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access import require_keeper, require_reserver
from resources.inventory.choices import MovementKind, ReservationState
from resources.inventory.models import (
    Depot,
    InventoryEvent,
    Need,
    PartType,
    Reservation,
    StockLevel,
    StockMovement,
    Transfer,
)
from resources.inventory.rules import stock
from resources.inventory.subjects import Subject

from .ledger import keep, lock_levels, place, repeated, require_in_use, values, write
from .low import tell_when_low


@dataclass(frozen=True)
class Wish:
    """One line of what is to be reserved. A key stands for one request: its repeats return the reservation of the first."""

    depot: Depot
    part: PartType
    quantity: int
    need: Need | None = None
    key: str | None = None


def reserve(
    depot: Depot,
    part: PartType,
    quantity: int,
    *,
    subject: Subject,
    actor: Any,
    now: datetime,
    need: Need | None = None,
    key: str | None = None,
) -> Reservation:
    """Promises free pieces to a subject. Raises Forbidden, Invalid, or Refused when fewer are free."""
    return reserve_many([Wish(depot, part, quantity, need, key)], subject=subject, actor=actor, now=now)[0]


def reserve_many(wishes: Sequence[Wish], *, subject: Subject, actor: Any, now: datetime) -> list[Reservation]:
    """All of the wishes, in their order, or none: the first that cannot be met is refused by name."""
    for depot in {wish.depot.pk: wish.depot for wish in wishes}.values():
        require_reserver(actor, depot)
    return promise_many(wishes, subject=subject, actor=actor, now=now)


def promise_many(wishes: Sequence[Wish], *, subject: Subject, actor: Any, now: datetime) -> list[Reservation]:
    """The same for an action that has checked by itself who may: a plan reaches over the borders of regions."""
    with transaction.atomic():
        levels = lock_levels((wish.depot.pk, wish.part.pk) for wish in wishes)
        free = [(level, level.available) for level in levels.values()]
        known = _known(wishes, subject)
        fresh = {at: _row(wish, subject, actor, now) for at, wish in enumerate(wishes) if wish.key not in known}
        for row in fresh.values():
            _promise(levels[row.depot_id, row.part_id], row)
        _insert(list(fresh.values()))
        StockLevel.objects.bulk_update(levels.values(), ["reserved"])
        _tell(fresh.values(), "reserved", actor, now)
        tell_when_low(free, now=now)
    return [fresh[at] if at in fresh else known[wish.key] for at, wish in enumerate(wishes)]


def release(reservation: Reservation, *, reason: str, actor: Any, now: datetime) -> Reservation:
    """Ends a promise: what was not issued is free again. Raises Forbidden, Invalid, or Refused when it has ended."""
    require_reserver(actor, reservation.depot)
    return let_go(reservation, reason=reason, actor=actor, now=now)


def let_go(reservation: Reservation, *, reason: str, actor: Any, now: datetime) -> Reservation:
    """The same for an action that has checked by itself who may."""
    _check_reason(reason)
    with transaction.atomic():
        level = _locked_level(reservation)
        held = _fresh(reservation)
        _check_open(held)
        keep(level, stock.freed(values(level), held.outstanding))
        _end(held, ReservationState.RELEASED, now, reason)
        _tell([held], "released", actor, now, reason)
    return held


def use(
    reservation: Reservation,
    quantity: int,
    *,
    actor: Any,
    now: datetime,
    transfer: Transfer | None = None,
    kind: str = MovementKind.ISSUE,
    key: str | None = None,
) -> StockMovement:
    """Lets reserved pieces leave: reserved and on hand go down together. Used up, the reservation is closed.

    kind: issue, or transfer_out when a transfer takes them to another depot. Repeats of a key return the row that
    there is. Raises Forbidden, Invalid, or Refused when fewer are still reserved.
    """
    require_keeper(actor, reservation.depot)
    change = stock.signed(kind, quantity)
    with transaction.atomic():
        level = _locked_level(reservation)
        held = _fresh(reservation)
        row = StockMovement(depot=held.depot, part=held.part, kind=kind, quantity=change, at=now, actor=actor)
        row.subject_kind, row.subject_id, row.reference = held.subject_kind, held.subject_id, held.reference
        row.reservation, row.transfer, row.key = held, transfer, key or None
        written = repeated(row)
        if written is not None:
            return written
        _check_open(held)
        _check_outstanding(held, quantity)
        write(row, level, stock.moved(stock.freed(values(level), quantity), change, place(row)))
        held.issued += quantity
        if held.outstanding:
            held.save(update_fields=["issued"])
        else:
            _end(held, ReservationState.USED, now, "")
    return row


def _known(wishes: Sequence[Wish], subject: Subject) -> dict[str | None, Reservation]:
    """The reservations that repeated keys stand for. Raises Refused where such a key was for something else."""
    keys = {wish.key: wish for wish in wishes if wish.key}
    if not keys:
        return {}
    known: dict[str | None, Reservation] = {}
    for row in Reservation.objects.filter(key__in=keys).select_related("depot", "part"):
        wish = keys[row.key or ""]
        if (row.depot_id, row.part_id, row.quantity) != (wish.depot.pk, wish.part.pk, wish.quantity) or (
            row.subject_kind,
            row.subject_id,
        ) != (subject.kind, subject.id):
            raise _key_is_taken()
        known[row.key] = row
    return known


def _key_is_taken() -> Refused:
    return Refused("reservation_key_taken", _("这个请求编号已经用于另一笔预留，请重新打开表单，或换一个请求编号。"))


def _row(wish: Wish, subject: Subject, actor: Any, now: datetime) -> Reservation:
    return Reservation(
        depot=wish.depot,
        part=wish.part,
        quantity=wish.quantity,
        need=wish.need,
        key=wish.key or None,
        subject_kind=subject.kind,
        subject_id=subject.id,
        reference=subject.reference,
        created_at=now,
        created_by=actor,
    )


def _promise(level: StockLevel, row: Reservation) -> None:
    require_in_use(row.depot, row.part)
    level.reserved = stock.promised(values(level), row.quantity, place(row)).reserved


def _insert(rows: list[Reservation]) -> None:
    try:
        with transaction.atomic():
            Reservation.objects.bulk_create(rows)
    except IntegrityError as error:  # the same key, at this moment, for something else
        raise _key_is_taken() from error


def _locked_level(reservation: Reservation) -> StockLevel:
    pair = (reservation.depot_id, reservation.part_id)
    return lock_levels([pair])[pair]


def _fresh(reservation: Reservation) -> Reservation:
    """The reservation as it is now; its level is locked, so it stays so."""
    return Reservation.objects.select_related("depot", "part").get(pk=reservation.pk)


def _check_open(held: Reservation) -> None:
    if held.state != ReservationState.OPEN:
        raise Refused("reservation_ended", _("这笔预留%(state)s，不能再变更。"), state=held.get_state_display())


def _check_outstanding(held: Reservation, quantity: int) -> None:
    if quantity > held.outstanding:
        raise Refused(
            "reservation_short",
            _("这笔预留还剩 %(outstanding)d，不能出库 %(wanted)d。"),
            outstanding=held.outstanding,
            wanted=quantity,
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reservation_reason", _("释放预留需要写明原因。"))
    if len(reason) > stock.REASON_LENGTH:
        raise Invalid("stock_reason_long", _("原因最多 %(limit)d 个字。"), limit=stock.REASON_LENGTH)


def _end(held: Reservation, state: str, now: datetime, reason: str) -> None:
    held.state, held.ended_at, held.ended_reason = state, now, reason.strip()
    held.save(update_fields=["state", "ended_at", "ended_reason", "issued"])


def _tell(rows: Iterable[Reservation], code: str, actor: Any, now: datetime, text: str = "") -> None:
    InventoryEvent.objects.bulk_create(
        InventoryEvent(
            subject_kind="reservation",
            subject_id=row.pk,
            code=f"reservation_{code}",
            depot_id=row.depot_id,
            actor=actor,
            at=now,
            params={"part": row.part.name, "quantity": row.outstanding, "reference": row.reference},
            text=text.strip(),
        )
        for row in rows
    )
