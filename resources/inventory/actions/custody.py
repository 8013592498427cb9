"""Equipment changes hands: out and back, to another depot, into maintenance, lost, found, scrapped. Each writes the chain of custody."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from resources.inventory.access_equipment import require_receiver, require_visible
from resources.inventory.choices import CustodyKind as Step
from resources.inventory.choices import EquipmentCondition, EquipmentState
from resources.inventory.models import Depot, Equipment
from resources.inventory.rules import custody
from resources.network.actions import follow_device
from resources.network.choices import TerminalStatus
from resources.network.models import Site
from resources.staff.models import Person

from .chain import By, take
from .equipment_telling import tell_keepers


@dataclass(frozen=True)
class Receiver:
    """To whom or where an item goes, and until when."""

    holder: Person | None = None
    site: Site | None = None
    due_back: datetime | None = None


@dataclass(frozen=True)
class Found:
    """How an item is found to be when it comes back; None: not looked at."""

    condition: str
    battery_percent: int | None = None


def hand_out(item: Equipment, to: Receiver, by: By) -> Equipment:
    """领用 to a person, a site, or a person at a site. by.subject or by.reference: what for. Raises Forbidden, Invalid or Refused."""
    if to.holder is None and to.site is None:
        raise Invalid("equipment_to_nobody", _("请选择领用人或网点。"))
    if to.holder is not None and not to.holder.is_active:
        raise Invalid("equipment_holder_inactive", _("%(name)s 的账号已停用，不能领用。"), name=to.holder.name)
    custody.check_due_back(to.due_back, by.now)
    return take(item, Step.OUT, by, partial(_goes_out, to=to, by=by))


def take_back(item: Equipment, depot: Depot, found: Found, by: By) -> Equipment:
    """归还 to its own or another depot. An installed terminal leaves service. Raises Forbidden, Invalid or Refused."""
    require_visible(by.actor, depot)
    return take(item, Step.BACK, by, partial(_comes_back, depot=depot, found=found, by=by))


def move(item: Equipment, depot: Depot, by: By) -> Equipment:
    """移库: the item belongs to another depot from now on. Raises Forbidden, Invalid or Refused."""
    require_visible(by.actor, depot)
    if item.depot_id == depot.pk:
        raise Invalid("equipment_same_depot", _("%(item)s 已经属于 %(depot)s。"), item=item.code, depot=depot.name)
    return take(item, Step.MOVED, by, lambda row: setattr(row, "depot", depot))


def send_to_maintenance(item: Equipment, by: By) -> Equipment:
    """送修. Raises Forbidden, Invalid or Refused."""
    return take(item, Step.MAINTENANCE_SENT, by, partial(_terminal_becomes, status=TerminalStatus.MAINTENANCE, by=by))


def maintenance_done(item: Equipment, condition: str, by: By) -> Equipment:
    """维护完成: back in its depot; the next maintenance is due a cycle from today. Raises Forbidden, Invalid or Refused."""
    custody.check_repaired(condition)
    return take(item, Step.MAINTENANCE_DONE, by, partial(_is_maintained, condition=condition, by=by))


def check_battery(item: Equipment, percent: int | None, by: By) -> Equipment:
    """电量检查. Raises Forbidden, Invalid or Refused."""
    custody.check_battery(item.kind, percent, required=True)
    return take(item, Step.BATTERY_CHECK, by, partial(_has_charge, percent=percent, by=by))


def change_condition(item: Equipment, condition: str, by: By) -> Equipment:
    """状况变更; a fault (报修) needs its description and is told to the keepers. Raises Forbidden, Invalid or Refused."""
    faulty = condition == EquipmentCondition.FAULTY
    if faulty and not by.text.strip():
        raise Invalid("equipment_fault_text", _("报修需要写明是什么故障。"))
    with transaction.atomic():
        row = take(item, Step.CONDITION, by, lambda row: setattr(row, "condition", condition))
        if faulty:
            tell_keepers(row, "fault", _("%(item)s 报修：%(text)s"), by)
    return row


def report_lost(item: Equipment, by: By) -> Equipment:
    """登记遗失: whoever had it stays on its record. Raises Forbidden, Invalid or Refused."""
    with transaction.atomic():
        row = take(item, Step.LOST, by, _is_due_nowhere)
        tell_keepers(row, "lost", _("%(item)s 登记遗失：%(text)s"), by)
    return row


def found(item: Equipment, depot: Depot, condition: Found, by: By) -> Equipment:
    """找回, into a depot. Raises Forbidden, Invalid or Refused."""
    require_visible(by.actor, depot)
    return take(item, Step.FOUND, by, partial(_comes_back, depot=depot, found=condition, by=by))


def scrap(item: Equipment, by: By) -> Equipment:
    """报废; a standby terminal's row in the network is retired with it. Raises Forbidden, Invalid or Refused."""
    return take(item, Step.SCRAPPED, by, partial(_is_scrapped, by=by))


def _goes_out(row: Equipment, *, to: Receiver, by: By) -> None:
    require_receiver(by.actor, row, to.holder)
    row.holder, row.site, row.due_back = to.holder, to.site, to.due_back
    row.subject_kind, row.subject_id, row.reference = by.purpose()


def _comes_back(row: Equipment, *, depot: Depot, found: Found, by: By) -> None:
    _is_due_nowhere(row)
    row.holder, row.site, row.depot, row.condition = None, None, depot, found.condition
    if found.battery_percent is not None:
        custody.check_battery(row.kind, found.battery_percent)
        row.battery_percent, row.battery_checked_at = found.battery_percent, by.now
    if row.terminal is not None and row.terminal.status == TerminalStatus.IN_SERVICE:
        faulty = found.condition == EquipmentCondition.FAULTY
        _terminal_becomes(row, status=TerminalStatus.MAINTENANCE if faulty else TerminalStatus.STANDBY, by=by)


def _is_due_nowhere(row: Equipment) -> None:
    row.due_back, row.subject_kind, row.subject_id, row.reference = None, "", None, ""


def _is_maintained(row: Equipment, *, condition: str, by: By) -> None:
    row.condition = condition
    row.maintenance_due = custody.next_maintenance(timezone.localdate(by.now), row.maintenance_months)
    _terminal_becomes(row, status=TerminalStatus.STANDBY, by=by)


def _has_charge(row: Equipment, *, percent: int | None, by: By) -> None:
    row.battery_percent, row.battery_checked_at = percent, by.now


def _is_scrapped(row: Equipment, *, by: By) -> None:
    row.holder, row.site = None, None
    _is_due_nowhere(row)
    _terminal_becomes(row, status=TerminalStatus.RETIRED, by=by)


def _terminal_becomes(row: Equipment, *, status: str, by: By) -> None:
    """The network's row of a standby terminal follows its device."""
    if row.terminal_id is not None:
        reason = (by.text.strip() or str(EquipmentState(row.state).label))[:100]
        follow_device(row.terminal_id, status, actor=by.actor, now=by.now, reason=reason)
