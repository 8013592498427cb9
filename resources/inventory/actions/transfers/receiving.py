"""Signing for the parts, at their destination or, called back, at their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from emergency_ops.lib.errors import Invalid
from resources.inventory.access_moving import require_receiver, require_sender
from resources.inventory.actions.ledger import arriving, post
from resources.inventory.actions.needs import follow
from resources.inventory.choices import MovementKind, TransferState
from resources.inventory.models import Depot, Transfer, TransferLine
from resources.inventory.rules.transfers import Receipt, Sent, check_state, read_receipt

from .common import line_key, lines_of, lock_ends, locked, needs_of, subject_of, write_event
from .telling import tell_short


def receive(
    transfer: Transfer,
    counts: Mapping[int, int],
    *,
    actor: Any,
    now: datetime,
    remark: str = "",
    key: str = "",
) -> Transfer:
    """counts: pieces that arrived, by line id; fewer than were sent are a shortage and need a remark. Repeats of a key change nothing.

    At a depot the whole quantity comes in, and what is missing is adjusted away with the remark: the books say both.
    Raises Forbidden, Invalid, or Refused when it is not on its way.
    """
    require_receiver(actor, transfer)
    signed = Signature(actor, now, remark.strip(), key)
    with transaction.atomic():
        held = locked(transfer)
        if key and held.received_key == key:
            return held
        lines, receipt = _close(held, counts, signed, held.to_depot)
        _mark(held, receipt.state, signed)
        follow(needs_of(lines), actor=actor, now=now)
        write_event(held, "short" if receipt.is_short else "received", lines, actor, now, signed.remark)
        if receipt.is_short:
            tell_short(held, lines, actor=actor, now=now)
    return held


def recall(
    transfer: Transfer,
    counts: Mapping[int, int],
    *,
    actor: Any,
    now: datetime,
    remark: str,
    key: str = "",
) -> Transfer:
    """The parts are back at their source; `remark` says why. Repeats of a key change nothing. Raises as `receive` does."""
    require_sender(actor, transfer)
    signed = Signature(actor, now, remark.strip(), key)
    if not signed.remark:
        raise Invalid("transfer_recall_reason", gettext_lazy("退回需要写明原因。"))
    with transaction.atomic():
        held = locked(transfer)
        if key and held.received_key == key:
            return held
        lines, _receipt = _close(held, counts, signed, held.source)
        _mark(held, TransferState.RECALLED, signed)
        follow(needs_of(lines), actor=actor, now=now)
        write_event(held, "recalled", lines, actor, now, signed.remark)
    return held


@dataclass(frozen=True)
class Signature:
    """Who signs for the parts, when, what they remark, and the key of their request."""

    actor: Any
    now: datetime
    remark: str
    key: str


def _close(
    held: Transfer, counts: Mapping[int, int], signed: Signature, depot: Depot | None
) -> tuple[list[TransferLine], Receipt]:
    """Nothing is in transit any more, and the books of the depot that the parts came to (none: a site) say what came."""
    check_state(held.state, TransferState.SENT, held.number)
    lines = lines_of(held)
    receipt = read_receipt([Sent(line.pk, line.part.name, line.quantity) for line in lines], counts, signed.remark)
    levels = lock_ends(held, lines)
    for line in lines:
        line.received = receipt.arrived[line.pk]
        if held.to_depot_id:
            arriving(levels[held.to_depot_id, line.part_id], -line.quantity)
    for line in lines:
        if depot is not None:
            _come_in(held, line, depot, signed)
    TransferLine.objects.bulk_update(lines, ["received"])
    return lines, receipt


def _mark(held: Transfer, state: TransferState, signed: Signature) -> None:
    held.state, held.received_at, held.received_by = state, signed.now, signed.actor
    held.remark, held.received_key = signed.remark, signed.key
    held.save(update_fields=["state", "received_at", "received_by", "remark", "received_key"])


def _come_in(held: Transfer, line: TransferLine, depot: Depot, signed: Signature) -> None:
    """Parts that a site gets are issued when they are sent: what comes back is returned. Between depots, all is transferred."""
    if held.to_site_id:
        if line.received:
            _post(held, line, depot, MovementKind.RETURN, line.received, signed)
        return
    _post(held, line, depot, MovementKind.TRANSFER_IN, line.quantity, signed)
    missing = line.quantity - (line.received or 0)
    if missing:
        _post(held, line, depot, MovementKind.ADJUSTMENT, -missing, signed)


def _post(held: Transfer, line: TransferLine, depot: Depot, kind: str, quantity: int, signed: Signature) -> None:
    post(
        depot,
        line.part,
        kind,
        quantity,
        actor=signed.actor,
        now=signed.now,
        reason=_reason(held, kind, signed.remark),
        subject=subject_of(held),
        transfer=held,
        key=line_key(line, "short" if kind == MovementKind.ADJUSTMENT else "in"),
    )


def _reason(held: Transfer, kind: str, remark: str) -> str:
    """The ledger keeps a sentence in the system's own language."""
    if not remark:
        return ""
    with override(settings.LANGUAGE_CODE):
        if kind == MovementKind.ADJUSTMENT:
            return _("调拨单%(number)s短少：%(remark)s") % {"number": held.number, "remark": remark}
        return _("调拨单%(number)s：%(remark)s") % {"number": held.number, "remark": remark}
