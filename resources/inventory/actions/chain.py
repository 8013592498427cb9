"""How every step of an item's life is written: under the item's lock, once, with its row in the chain of custody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.inventory.access_equipment import require_step
from resources.inventory.models import CustodyEntry, Equipment
from resources.inventory.rules import custody
from resources.inventory.subjects import Subject
from resources.network.models import Terminal

#: what steps change; the rest is reference data
FIELDS = (
    "state",
    "condition",
    "depot_id",
    "holder_id",
    "site_id",
    "terminal_id",
    "subject_kind",
    "subject_id",
    "reference",
    "due_back",
    "maintenance_due",
    "battery_percent",
    "battery_checked_at",
)


@dataclass(frozen=True)
class By:
    """Who does something, when, why, and for what: a subject, or only its number. actor None is the system.

    A repeated `key` does nothing again.
    """

    actor: Any
    now: datetime
    text: str = ""
    key: str | None = None
    subject: Subject | None = None
    reference: str = ""

    def purpose(self) -> tuple[str, int | None, str]:
        """Kind, id and number of what it is for."""
        if self.subject is not None:
            return self.subject.kind, self.subject.id, self.subject.reference
        return "", None, self.reference.strip()


def take(item: Equipment, step: str, by: By, change: Callable[[Equipment], None]) -> Equipment:
    """Takes a step: asks access and rule under the lock, lets `change` alter the row, writes it with its custody entry.

    Returns the row as it is now. Raises Forbidden, Invalid or Refused.
    """
    with transaction.atomic():
        row = locked(item.pk)
        if repeated(row, step, by.key):
            return row
        require_step(by.actor, row, step)
        write(row, step, by, change)
    return row


def write(row: Equipment, step: str, by: By, change: Callable[[Equipment], None]) -> CustodyEntry:
    """The step of a locked item without asking for access, in the caller's transaction."""
    before = snapshot(row)
    row.state = custody.after(step, item_of(row), by.text)
    change(row)
    save(row, [name for name in FIELDS if getattr(row, name) != before[name]], by)
    return record(row, step, by, before)


def locked(pk: int) -> Equipment:
    """The item, locked after its terminal: both are always locked in this order."""
    list(Terminal.objects.select_for_update(of=("self",)).filter(equipment=pk))
    rows = Equipment.objects.select_related("depot", "holder", "site", "terminal")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def repeated(row: Equipment, step: str, key: str | None) -> bool:
    """Whether this request has been carried out. Raises Refused where its key was used for something else."""
    written = CustodyEntry.objects.filter(key=key).first() if key else None
    if written is None:
        return False
    if (written.equipment_id, written.kind) != (row.pk, step):
        raise _key_taken()
    return True


def snapshot(row: Equipment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def item_of(row: Equipment) -> custody.Item:
    """What the rule asks of an item."""
    return custody.Item(row.code, row.kind, row.state, row.condition, whereabouts(row))


def whereabouts(row: Equipment) -> str:
    """Who has it, or where it is, by name."""
    return " · ".join(str(one) for one in (row.holder, row.site) if one) or row.depot.name


def save(row: Equipment, changed: list[str] | None, by: By) -> None:
    """Saves with the history row that tells who did it, when and why. None: all fields, as for a new row."""
    facts: Any = row
    facts._history_user, facts._history_date, facts._change_reason = by.actor, by.now, by.text or None
    if changed is None or changed:
        row.save(update_fields=changed)


def record(row: Equipment, step: str, by: By, before: dict[str, Any]) -> CustodyEntry:
    """The custody entry of a step: who has or had the item, where it is or was, and what it was for."""
    checked = row.battery_checked_at != before["battery_checked_at"]
    entry = CustodyEntry(
        equipment=row,
        kind=step,
        at=by.now,
        actor=by.actor,
        holder_id=row.holder_id or before["holder_id"],
        depot_id=row.depot_id,
        site_id=row.site_id or before["site_id"],
        condition=row.condition,
        battery_percent=row.battery_percent if checked else None,
        text=by.text.strip(),
        key=by.key or None,
    )
    purpose = by.purpose()
    if not purpose[2]:
        purpose = before["subject_kind"], before["subject_id"], before["reference"]
    entry.subject_kind, entry.subject_id, entry.reference = purpose
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:  # the same key, at this moment, for another item
        raise _key_taken() from error
    return entry


def _key_taken() -> Refused:
    return Refused("equipment_key_taken", _("这个请求编号已经用于另一次登记，请刷新页面再试。"))
