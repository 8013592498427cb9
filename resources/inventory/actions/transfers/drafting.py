"""Planning a transfer: nothing has left yet, and what is reserved stays reserved."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.inventory.access_moving import may_change, require_drafter
from resources.inventory.choices import ReservationState, TransferState
from resources.inventory.models import Depot, PartType, Reservation, Transfer, TransferLine
from resources.inventory.numbering import Series, next_number
from resources.inventory.rules import transfers as rules
from resources.inventory.subjects import Subject
from resources.inventory.tokens import new_token
from resources.network.models import Site

from .common import locked_in, write_event
from .telling import tell_draft


class Wanted(NamedTuple):
    """A line: pieces of a part, out of a reservation or out of the free stock."""

    part: PartType
    quantity: int
    reservation: Reservation | None = None


Lines = Sequence[tuple[PartType, int, Reservation | None]]


def create(
    source: Depot,
    destination: Depot | Site,
    lines: Lines,
    *,
    actor: Any,
    now: datetime,
    subject: Subject | None = None,
    carrier: str = "",
    expected_at: datetime | None = None,
    note: str = "",
    key: str | None = None,
) -> Transfer:
    """A draft, its source's keepers told. Repeats of a key return the draft that there is. Raises Forbidden, Invalid, Refused."""
    require_drafter(actor, source, destination)
    _check_ends(source, destination)
    with transaction.atomic():
        _lock_reservations([row.pk for _part, _quantity, row in lines if row])
        transfer = _new(source, destination, subject, actor, now)
        transfer.carrier, transfer.expected_at, transfer.note = carrier.strip(), expected_at, note.strip()
        transfer.key = key or None
        if repeated := _repeated(key, source, destination) or _insert(transfer, now):
            return repeated
        rows = _put_lines(transfer, lines)
        write_event(transfer, "created", rows, actor, now)
        tell_draft(transfer, rows, actor=actor, now=now)
    return transfer


def edit(
    transfer: Transfer,
    lines: Lines,
    *,
    actor: Any,
    now: datetime,
    carrier: str = "",
    expected_at: datetime | None = None,
    note: str = "",
) -> Transfer:
    """The draft with these lines instead of those that it had. Raises Forbidden, Invalid, or Refused once it was sent."""
    _require_changer(actor, transfer)
    with transaction.atomic():
        held = locked_in(transfer, TransferState.DRAFT)
        held.carrier, held.expected_at, held.note = carrier.strip(), expected_at, note.strip()
        held.save(update_fields=["carrier", "expected_at", "note"])
        held.lines.all().delete()
        rows = _put_lines(held, lines)
        write_event(held, "edited", rows, actor, now)
    return held


def cancel(transfer: Transfer, *, actor: Any, now: datetime, reason: str = "") -> Transfer:
    """Nothing will travel; what was reserved for it stays reserved. Repeats change nothing. Raises Forbidden or Refused."""
    _require_changer(actor, transfer)
    with transaction.atomic():
        held = Transfer.objects.select_for_update().get(pk=transfer.pk)
        if held.state == TransferState.CANCELLED:
            return held
        rules.check_state(held.state, TransferState.DRAFT, held.number)
        held.state = TransferState.CANCELLED
        held.save(update_fields=["state"])
        write_event(held, "cancelled", list(held.lines.select_related("part")), actor, now, reason.strip())
    return held


def create_from_reservations(
    subject: Subject, reservations: Iterable[Reservation], *, actor: Any, now: datetime
) -> list[Transfer]:
    """Drafts for what is reserved, one a depot and site of need, and those that there are already: repeats make no second.

    Raises Forbidden, or Refused where a reservation has ended, has no site, or is for another subject.
    """
    ids = {reservation.pk for reservation in reservations}
    with transaction.atomic():
        held = _lock_reservations(ids)
        for row in held:
            _check_reservation(row, subject.kind, subject.id)
        planned = _planned(ids)
        fresh = sorted((row for row in held if row.pk not in planned), key=_route)
        made = [_draft(list(rows), subject, actor, now) for _place, rows in groupby(fresh, key=_route)]
    return [*dict.fromkeys(planned.values()), *made]


def _route(row: Reservation) -> tuple[int, int]:
    return row.depot_id, row.need.site_id if row.need else 0


def _draft(rows: Sequence[Reservation], subject: Subject, actor: Any, now: datetime) -> Transfer:
    first = rows[0]
    if first.need is None:
        raise Refused(
            "transfer_no_site",
            _("“%(part)s”的预留没有对应的网点：请在调拨页面新建调拨单，选择送往哪里。"),
            part=first.part.name,
        )
    lines = [Wanted(row.part, row.outstanding, row) for row in rows]
    return create(first.depot, first.need.site, lines, actor=actor, now=now, subject=subject)


def _planned(ids: Iterable[int]) -> dict[int, Transfer]:
    """The drafts that hold these reservations."""
    lines = TransferLine.objects.filter(reservation__in=ids, transfer__state=TransferState.DRAFT)
    return {
        line.reservation_id or 0: line.transfer for line in lines.select_related("transfer").order_by("transfer_id")
    }


def _lock_reservations(ids: Iterable[int]) -> list[Reservation]:
    rows = Reservation.objects.select_related("depot", "part", "need__site").filter(pk__in=ids)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _check_reservation(row: Reservation, subject_kind: str, subject_id: int | None) -> None:
    if (row.subject_kind, row.subject_id) != (subject_kind, subject_id):
        raise Refused(
            "transfer_other_subject",
            _("“%(part)s”的预留用于%(reference)s，不能装入这张调拨单。"),
            part=row.part.name,
            reference=row.reference,
        )
    _check_open(row)


def _check_open(row: Reservation) -> None:
    if row.state != ReservationState.OPEN:
        raise Refused(
            "transfer_reservation_ended",
            _("“%(part)s”的预留%(state)s，请从调拨单中去掉这一行或者重新预留。"),
            part=row.part.name,
            state=row.get_state_display(),
        )


def _check_ends(source: Depot, destination: Depot | Site) -> None:
    if isinstance(destination, Depot):
        if destination.pk == source.pk:
            raise Invalid("transfer_to_itself", _("发出和送往的备件库不能相同。"))
        if not destination.is_active:
            raise Refused("transfer_inactive", _("备件库 %(depot)s 已停用，不能送往那里。"), depot=destination.name)


def _repeated(key: str | None, source: Depot, destination: Depot | Site) -> Transfer | None:
    written = Transfer.objects.filter(key=key).first() if key else None
    if written and (written.source_id, written.destination) != (source.pk, destination):
        raise _key_is_taken()
    return written


def _key_is_taken() -> Refused:
    return Refused("transfer_key_taken", _("这个请求编号已经用于另一张调拨单，请刷新页面后重试。"))


def _new(source: Depot, destination: Depot | Site, subject: Subject | None, actor: Any, now: datetime) -> Transfer:
    to_depot = destination if isinstance(destination, Depot) else None
    to_site = destination if isinstance(destination, Site) else None
    transfer = Transfer(source=source, to_depot=to_depot, to_site=to_site, created_at=now, created_by=actor)
    transfer.token = new_token()
    if subject is not None:
        transfer.subject_kind, transfer.subject_id, transfer.reference = subject.kind, subject.id, subject.reference
    return transfer


def _insert(transfer: Transfer, now: datetime) -> Transfer | None:
    """Numbers it, after its reservations were locked. The draft that the same key has made at this moment, if there is one."""
    try:
        with transaction.atomic():
            transfer.number = next_number(Series.TRANSFER, now)
            transfer.save(force_insert=True)
    except IntegrityError:
        if repeated := _repeated(transfer.key, transfer.source, transfer.destination):
            return repeated
        raise
    return None


def _put_lines(transfer: Transfer, lines: Lines) -> list[TransferLine]:
    """Lines of a draft, their reservations locked, so that no two drafts hold one."""
    rules.check_lines([(part.code, quantity, row.pk if row else None) for part, quantity, row in lines])
    held = {row.pk: row for row in _lock_reservations([row.pk for _part, _quantity, row in lines if row])}
    taken = _planned(held)
    for part, quantity, row in lines:
        if row is not None:
            _check_fits(transfer, part, quantity, held[row.pk], taken.get(row.pk))
    return TransferLine.objects.bulk_create(
        TransferLine(transfer=transfer, part=part, quantity=quantity, reservation=row) for part, quantity, row in lines
    )


def _check_fits(transfer: Transfer, part: PartType, quantity: int, row: Reservation, other: Transfer | None) -> None:
    if (row.depot_id, row.part_id) != (transfer.source_id, part.pk):
        raise Invalid("transfer_other_depot", _("“%(part)s”的预留不在发出的备件库。"), part=part.name)
    _check_reservation(row, transfer.subject_kind, transfer.subject_id)
    if other is not None and other.pk != transfer.pk:
        raise Refused(
            "transfer_planned_already",
            _("“%(part)s”的预留已经在调拨单 %(number)s 中。"),
            part=part.name,
            number=other.number,
        )
    if quantity > row.outstanding:
        raise Invalid(
            "transfer_over_reserved",
            _("“%(part)s”的预留还剩 %(outstanding)d，不能调拨 %(wanted)d。"),
            part=part.name,
            outstanding=row.outstanding,
            wanted=quantity,
        )


def _require_changer(actor: Any, transfer: Transfer) -> None:
    if actor is not None and actor.pk != transfer.created_by_id and not may_change(actor, transfer):
        raise Forbidden(
            "transfer_not_changer", _("只有制单人、发出备件库的库管员和负责该区域的管理人员可以修改或取消这张调拨单。")
        )
