"""The writers of equipment's reference data: what it is, and how often it is maintained."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.access import require_keeper
from resources.inventory.choices import CustodyKind, EquipmentKind
from resources.inventory.models import CustodyEntry, Equipment
from resources.inventory.rules import custody
from resources.inventory.tokens import new_token
from resources.network.choices import TerminalStatus

from .chain import By, locked, record, save, snapshot

BATCH = 1_000


def register(item: Equipment, by: By) -> Equipment:
    """登记 a new item in its depot, with a token for its label. Raises Forbidden, Invalid or Refused."""
    require_keeper(by.actor, item.depot)
    with transaction.atomic():
        if by.key and (written := CustodyEntry.objects.filter(key=by.key).select_related("equipment").first()):
            return written.equipment
        _refuse_taken(item)
        _check_terminal(item)
        custody.check_battery(item.kind, item.battery_percent)
        item.token = new_token()
        if item.maintenance_due is None:
            item.maintenance_due = custody.next_maintenance(timezone.localdate(by.now), item.maintenance_months)
        if item.battery_percent is not None:
            item.battery_checked_at = by.now
        save(item, None, by)
        record(item, CustodyKind.REGISTERED, by, {**snapshot(item), "battery_checked_at": None})
    return item


def edit(item: Equipment, by: By) -> Equipment:
    """Writes what differs of the reference data. Raises Forbidden, Invalid or Refused."""
    with transaction.atomic():
        before = locked(item.pk)
        require_keeper(by.actor, before.depot)
        changed = [name for name in custody.REFERENCE_FIELDS if getattr(item, name) != getattr(before, name)]
        if {"kind", "serial_number"} & set(changed):
            _refuse_taken_serial(item)
        if "kind" in changed and before.terminal_id is not None:
            raise Refused("equipment_kind_fixed", _("%(item)s 是网络中的终端，类型不能修改。"), item=item.code)
        if "maintenance_months" in changed and "maintenance_due" not in changed:
            item.maintenance_due = custody.next_maintenance(timezone.localdate(by.now), item.maintenance_months)
            changed.append("maintenance_due")
        for name in changed:
            setattr(before, name, getattr(item, name))
        save(before, changed, by)
    return before


def register_many(items: Sequence[Equipment], by: By) -> None:
    """Registers items that were checked one by one, in the caller's transaction. A few queries for all of them."""
    today = timezone.localdate(by.now)
    for item in items:
        item.token = new_token()
        if item.maintenance_due is None:
            item.maintenance_due = custody.next_maintenance(today, item.maintenance_months)
        if item.battery_percent is not None:
            item.battery_checked_at = by.now
    kept = bulk_create_with_history(items, Equipment, BATCH, default_user=by.actor, default_date=by.now)
    CustodyEntry.objects.bulk_create((_first_entry(item, by) for item in kept), batch_size=BATCH)


def edit_many(items: Sequence[Equipment], by: By) -> None:
    """Writes the reference data of items that were checked one by one, in the caller's transaction."""
    reason = by.text[:100] or None
    bulk_update_with_history(
        items,
        Equipment,
        custody.REFERENCE_FIELDS,
        BATCH,
        default_user=by.actor,
        default_date=by.now,
        default_change_reason=reason,
    )


def _first_entry(item: Equipment, by: By) -> CustodyEntry:
    return CustodyEntry(
        equipment=item,
        kind=CustodyKind.REGISTERED,
        at=by.now,
        actor=by.actor,
        depot_id=item.depot_id,
        condition=item.condition,
        battery_percent=item.battery_percent,
        text=by.text,
    )


def _refuse_taken(item: Equipment) -> None:
    if Equipment.objects.filter(code=item.code).exists():
        raise Refused("equipment_code_taken", _("资产编号 %(item)s 已被使用。"), item=item.code)
    _refuse_taken_serial(item)


def _refuse_taken_serial(item: Equipment) -> None:
    same = Equipment.objects.filter(kind=item.kind, serial_number=item.serial_number).exclude(pk=item.pk).first()
    if same is not None:
        values = {"serial": item.serial_number, "item": same.code}
        raise Refused("equipment_serial_taken", _("序列号 %(serial)s 已登记为 %(item)s。"), **values)


def _check_terminal(item: Equipment) -> None:
    """A device that the network knows already must be in reserve there, and no other item's."""
    terminal = item.terminal
    if terminal is None:
        return
    if item.kind != EquipmentKind.STANDBY_TERMINAL:
        raise Invalid("equipment_terminal_kind", _("只有备用终端可以对应网络中的终端。"))
    if Equipment.objects.filter(terminal=terminal).exists():
        raise Refused("equipment_terminal_taken", _("终端 %(item)s 已经登记为设备。"), item=terminal.code)
    if terminal.status not in (TerminalStatus.STANDBY, TerminalStatus.MAINTENANCE):
        raise Refused(
            "equipment_terminal_used", _("终端 %(item)s 不是备用终端，请先修改它的状态。"), item=terminal.code
        )
