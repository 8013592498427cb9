"""What the steps of a transfer share: its row under lock, its lines, the levels that it touches, its event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from resources.inventory.actions.ledger import lock_levels
from resources.inventory.actions.needs import locked as lock_needs
from resources.inventory.choices import TransferState
from resources.inventory.models import InventoryEvent, StockLevel, Transfer, TransferLine
from resources.inventory.rules.transfers import check_state
from resources.inventory.subjects import Subject


def locked(transfer: Transfer) -> Transfer:
    """The transfer as it is now, locked until the transaction ends."""
    rows = Transfer.objects.select_related("source", "to_depot", "to_site").select_for_update(of=("self",))
    return rows.get(pk=transfer.pk)


def locked_in(transfer: Transfer, state: TransferState) -> Transfer:
    """The locked transfer, refused with what to do instead unless it is in this state."""
    held = locked(transfer)
    check_state(held.state, state, held.number)
    return held


def lines_of(transfer: Transfer) -> list[TransferLine]:
    lines = transfer.lines.select_related("part", "reservation__depot", "reservation__part", "reservation__need")
    return list(lines.order_by("part__code", "pk"))


def lock_ends(transfer: Transfer, lines: Sequence[TransferLine]) -> dict[tuple[int, int], StockLevel]:
    """The levels of every line's part at both depots, locked at once so that transfers crossing each other never deadlock.

    The needs that the lines are for come first, as everywhere: a step of the transfer may change them.
    """
    lock_needs(needs_of(lines))
    depots = [transfer.source_id] + ([transfer.to_depot_id] if transfer.to_depot_id else [])
    return lock_levels((depot, line.part_id) for depot in depots for line in lines)


def needs_of(lines: Sequence[TransferLine]) -> set[int]:
    """The needs whose reservations the lines carry."""
    return {line.reservation.need_id for line in lines if line.reservation and line.reservation.need_id}


def subject_of(transfer: Transfer) -> Subject | None:
    if transfer.subject_id is None:
        return None
    return Subject(transfer.subject_kind, transfer.subject_id, transfer.reference)


def line_key(line: TransferLine, step: str) -> str:
    """A line's ledger row of a step is unique by this."""
    return f"transfer:{line.transfer_id}:{line.pk}:{step}"


def write_event(
    transfer: Transfer, code: str, lines: Sequence[TransferLine], actor: Any, now: datetime, text: str = ""
) -> None:
    """`params` hold what sentences need: number, from, to, reference, pieces, missing, and the lines."""
    missing = sum(line.quantity - line.received for line in lines if line.received is not None)
    InventoryEvent.objects.create(
        subject_kind="transfer",
        subject_id=transfer.pk,
        code=f"transfer_{code}",
        depot=transfer.source,
        actor=actor,
        at=now,
        text=text,
        params={
            "number": transfer.number,
            "from": transfer.source.name,
            "to": transfer.destination.name,
            "reference": transfer.reference,
            "subject_kind": transfer.subject_kind,
            "subject_id": transfer.subject_id,
            "pieces": sum(line.quantity for line in lines),
            "missing": missing,
            "lines": [_line(line) for line in lines],
        },
    )


def _line(line: TransferLine) -> dict[str, Any]:
    return {
        "code": line.part.code,
        "part": line.part.name,
        "quantity": line.quantity,
        "received": line.received,
    }
