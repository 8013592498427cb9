"""Handing the parts over: they leave the source's books, and are on their way."""

from datetime import datetime
from typing import Any

from django.db import transaction

from resources.inventory.access_moving import require_sender
from resources.inventory.actions.ledger import arriving, post
from resources.inventory.actions.needs import follow
from resources.inventory.actions.reservations import use
from resources.inventory.choices import MovementKind, TransferState
from resources.inventory.models import Transfer, TransferLine
from resources.inventory.rules.transfers import check_state

from .common import line_key, lines_of, lock_ends, locked, needs_of, subject_of, write_event
from .telling import tell_sent


def send(
    transfer: Transfer,
    *,
    actor: Any,
    now: datetime,
    key: str = "",
    carrier: str | None = None,
    expected_at: datetime | None = None,
) -> Transfer:
    """The parts leave: to a depot as transfer_out, to a site as issue. Repeats of a key change nothing.

    Raises Forbidden, or Refused when it was sent already, a reservation has ended, or fewer pieces are free.
    """
    require_sender(actor, transfer)
    with transaction.atomic():
        held = locked(transfer)
        if key and held.sent_key == key:
            return held
        check_state(held.state, TransferState.DRAFT, held.number)
        lines = lines_of(held)
        levels = lock_ends(held, lines)
        for line in lines:
            if held.to_depot_id:
                arriving(levels[held.to_depot_id, line.part_id], line.quantity)
            _leave(held, line, actor, now)
        _mark(held, actor, now, key, carrier, expected_at)
        follow(needs_of(lines), actor=actor, now=now)
        write_event(held, "sent", lines, actor, now)
        tell_sent(held, lines, actor=actor, now=now)
    return held


def _mark(
    held: Transfer, actor: Any, now: datetime, key: str, carrier: str | None, expected_at: datetime | None
) -> None:
    held.state, held.sent_at, held.sent_by, held.sent_key = TransferState.SENT, now, actor, key
    held.carrier = held.carrier if carrier is None else carrier.strip()
    held.expected_at = expected_at or held.expected_at
    held.save(update_fields=["state", "sent_at", "sent_by", "sent_key", "carrier", "expected_at"])


def _leave(transfer: Transfer, line: TransferLine, actor: Any, now: datetime) -> None:
    kind = MovementKind.TRANSFER_OUT if transfer.to_depot_id else MovementKind.ISSUE
    key = line_key(line, "out")
    if line.reservation:
        use(line.reservation, line.quantity, actor=actor, now=now, transfer=transfer, kind=kind, key=key)
        return
    post(
        transfer.source,
        line.part,
        kind,
        line.quantity,
        actor=actor,
        now=now,
        subject=subject_of(transfer),
        transfer=transfer,
        key=key,
    )
