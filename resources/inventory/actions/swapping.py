"""换机: a standby terminal takes a failed one's place; the failed one comes into the depot. All of it or nothing."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.inventory.access_equipment import require_step, require_visible
from resources.inventory.choices import CustodyKind, EquipmentCondition, EquipmentKind, EquipmentState
from resources.inventory.models import Depot, Equipment
from resources.inventory.rules import custody, swapping
from resources.inventory.subjects import Subject
from resources.inventory.tokens import new_token
from resources.network.access import require_replacer
from resources.network.actions import replace
from resources.network.choices import TerminalStatus
from resources.network.models import Terminal

from .chain import By, item_of, locked, repeated, save, write


@dataclass(frozen=True)
class Swap:
    """What goes where. condition: of the terminal that comes out; good ones (the reserve after a repair) become reserve again.

    serial_number: of the terminal that comes out, where it was no equipment so far. accepted: the doubts were looked at.
    """

    failed: Terminal
    replacement: Equipment
    depot: Depot
    condition: str = EquipmentCondition.FAULTY
    serial_number: str = ""
    accepted: bool = False


def swap(order: Swap, by: By) -> tuple[Equipment, Equipment]:
    """Puts the replacement into service with the failed one's configuration, and the failed one into the depot.

    Returns the replacement and the item that the failed terminal is from now on. by.text says why. Raises Forbidden,
    Invalid or Refused; nothing is done then.
    """
    require_visible(by.actor, order.depot)
    with transaction.atomic():
        failed = _lock_terminals(order)
        require_replacer(by.actor, failed.site.region_id)
        replacement = locked(order.replacement.pk)
        if repeated(replacement, CustodyKind.SWAPPED_IN, by.key):
            return replacement, Equipment.objects.get(terminal=failed)
        _check(order, failed, replacement, by)
        old, new = replace(
            failed.pk,
            replacement.terminal or Terminal(code=replacement.code, model=replacement.model),
            set_aside=_status_of(order.condition),
            actor=by.actor,
            now=by.now,
            reason=_reason(by, replacement),
        )
        _put_in(replacement, old, new, by)
        return replacement, _put_away(order, old, new, by)


def _lock_terminals(order: Swap) -> Terminal:
    """Locks both terminals, always in one order and before any item. Returns the failed one as it is now."""
    ids = [pk for pk in (order.failed.pk, order.replacement.terminal_id) if pk]
    rows = Terminal.objects.select_related("site").select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}[order.failed.pk]


def _check(order: Swap, failed: Terminal, replacement: Equipment, by: By) -> None:
    require_step(by.actor, replacement, CustodyKind.OUT)
    custody.after(CustodyKind.SWAPPED_IN, item_of(replacement))
    facts = facts_of(failed, replacement)
    swapping.check(*facts)
    swapping.check_accepted(swapping.doubts(*facts), order.accepted)
    if not is_in_place(failed):
        raise Refused("swap_not_in_place", _("终端 %(item)s 没有投用，或者已经换下，不用更换。"), item=failed.code)


def is_in_place(terminal: Terminal) -> bool:
    """Whether a terminal stands where it takes payments: in service, or out of order and not in a depot yet."""
    if terminal.status != TerminalStatus.MAINTENANCE:
        return terminal.status == TerminalStatus.IN_SERVICE
    return not Equipment.objects.filter(terminal=terminal).exclude(state=EquipmentState.INSTALLED).exists()


def facts_of(failed: Terminal, replacement: Equipment) -> tuple[swapping.Failed, swapping.Replacement]:
    """What the rule asks of both."""
    known = replacement.terminal
    return (
        swapping.Failed(failed.code, failed.status, failed.model, tuple(failed.payment_methods)),
        swapping.Replacement(
            replacement.code,
            replacement.kind,
            replacement.condition,
            replacement.model,
            tuple(known.payment_methods) if known else (),
            known.code if known else "",
        ),
    )


def _put_in(replacement: Equipment, old: Terminal, new: Terminal, by: By) -> None:
    def change(row: Equipment) -> None:
        row.terminal, row.site, row.holder, row.due_back = new, new.site, None, None

    about = By(by.actor, by.now, by.text, by.key, Subject("terminal", old.pk, old.code))
    write(replacement, CustodyKind.SWAPPED_IN, about, change)


def _put_away(order: Swap, old: Terminal, new: Terminal, by: By) -> Equipment:
    """The failed terminal as an item: the one that it was, or a new one."""
    known = Equipment.objects.filter(terminal=old).first()
    item = locked(known.pk) if known else _registered(order, old, by)

    def change(row: Equipment) -> None:
        row.depot, row.condition, row.holder, row.site = order.depot, order.condition, None, None
        row.due_back, row.subject_kind, row.subject_id, row.reference = None, "", None, ""
        row.state = custody.state_when_taken_out(order.condition)

    about = By(by.actor, by.now, by.text, None, Subject("terminal", new.pk, new.code))
    write(item, CustodyKind.SWAPPED_OUT, about, change)
    return item


def _registered(order: Swap, old: Terminal, by: By) -> Equipment:
    item = Equipment(
        code=old.code,
        token=new_token(),
        kind=EquipmentKind.STANDBY_TERMINAL,
        model=old.model,
        serial_number=order.serial_number.strip() or old.code,
        depot=order.depot,
        site=old.site,
        state=EquipmentState.INSTALLED,
        terminal=old,
    )
    if taken := _taken(item):
        raise Refused("swap_code_taken", taken, item=item.code, serial=item.serial_number)
    save(item, None, by)
    return item


def _taken(item: Equipment) -> Any:
    if Equipment.objects.filter(code=item.code).exists():
        return _("资产编号 %(item)s 已被另一件设备使用，请先修改那件设备。")
    if Equipment.objects.filter(kind=item.kind, serial_number=item.serial_number).exists():
        return _("序列号 %(serial)s 已登记为另一台备用终端，请核对。")
    return None


def _status_of(condition: str) -> str:
    faulty = condition == EquipmentCondition.FAULTY
    return TerminalStatus.MAINTENANCE if faulty else TerminalStatus.STANDBY


def _reason(by: By, replacement: Equipment) -> str:
    return (by.text.strip() or f"换机 {replacement.code}")[:100]
