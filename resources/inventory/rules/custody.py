"""What may happen to an item of equipment, and what has to be seen to. Pure: plain values, no database, no clock."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.inventory.choices import CustodyKind as Step
from resources.inventory.choices import EquipmentCondition as Condition
from resources.inventory.choices import EquipmentKind, EquipmentState
from resources.inventory.choices import EquipmentState as State

TEXT_LENGTH: Final = 200
#: what a form or a file may change of an item later; the rest is custody's, or fixed
REFERENCE_FIELDS: Final = ("kind", "model", "serial_number", "maintenance_months", "maintenance_due", "note")
#: from which states a step is possible, and which state it leads to; None: the state stays
STEPS: Final[Mapping[str, tuple[frozenset[str], str | None]]] = {
    Step.OUT: (frozenset({State.IN_DEPOT}), State.OUT),
    Step.BACK: (frozenset({State.OUT, State.INSTALLED}), State.IN_DEPOT),
    Step.MOVED: (frozenset({State.IN_DEPOT}), None),
    Step.MAINTENANCE_SENT: (frozenset({State.IN_DEPOT}), State.MAINTENANCE),
    Step.MAINTENANCE_DONE: (frozenset({State.MAINTENANCE}), State.IN_DEPOT),
    Step.BATTERY_CHECK: (frozenset({State.IN_DEPOT, State.OUT}), None),
    Step.CONDITION: (frozenset({State.IN_DEPOT, State.OUT, State.INSTALLED}), None),
    Step.SWAPPED_IN: (frozenset({State.IN_DEPOT, State.OUT}), State.INSTALLED),
    Step.SWAPPED_OUT: (frozenset({State.IN_DEPOT, State.OUT, State.INSTALLED, State.MAINTENANCE}), State.MAINTENANCE),
    Step.LOST: (frozenset({State.IN_DEPOT, State.OUT, State.MAINTENANCE}), State.LOST),
    Step.FOUND: (frozenset({State.LOST}), State.IN_DEPOT),
    Step.SCRAPPED: (frozenset({State.IN_DEPOT, State.MAINTENANCE, State.LOST}), State.SCRAPPED),
}
#: whoever reads these later wants to know why
NEEDS_TEXT: Final = frozenset({Step.MAINTENANCE_SENT, Step.LOST, Step.SCRAPPED})
#: steps that a faulty item cannot take
NEEDS_WORKING: Final = frozenset({Step.OUT, Step.SWAPPED_IN})
WITH_BATTERY: Final = frozenset(EquipmentKind) - {EquipmentKind.STANDBY_TERMINAL}


@dataclass(frozen=True)
class Item:
    """What the rule asks of an item. whereabouts: in words, for the refusal."""

    code: str
    kind: str
    state: str
    condition: str
    whereabouts: str = ""


def after(step: str, item: Item, text: str = "") -> str:
    """The state after a step. Raises Refused where it cannot be taken, and Invalid where its reason is missing or too long."""
    possible, leads_to = STEPS[step]
    if item.state not in possible:
        raise _not_now(step, item)
    if step in NEEDS_WORKING and item.condition == Condition.FAULTY:
        raise Refused("equipment_faulty", _("%(item)s 有故障，不能领用：请换一件，并把这一件送修。"), item=item.code)
    check_text(step, text)
    return leads_to or item.state


def possible(item: Item) -> list[str]:
    """The steps that `after` would not refuse, in the order of CustodyKind."""
    working = item.condition != Condition.FAULTY
    return [
        step
        for step, (states, _leads_to) in STEPS.items()
        if item.state in states
        and (working or step not in NEEDS_WORKING)
        and (step != Step.BATTERY_CHECK or item.kind in WITH_BATTERY)
    ]


def _not_now(step: str, item: Item) -> Refused:
    if step == Step.OUT and item.state == State.OUT:
        sentence = _("%(item)s 已经领出（%(where)s），归还之后才能再领用。")
        return Refused("equipment_is_out", sentence, item=item.code, where=item.whereabouts)
    names = {"step": Step(step).label, "state": EquipmentState(item.state).label}
    return Refused("equipment_state", _("%(item)s 现在是“%(state)s”，不能登记“%(step)s”。"), item=item.code, **names)


def state_when_taken_out(condition: str) -> str:
    """The state of a terminal that another one has replaced: the good reserve of a repaired one goes back to the shelf."""
    return State.MAINTENANCE if condition == Condition.FAULTY else State.IN_DEPOT


def check_text(step: str, text: str) -> None:
    """Raises Invalid where a step needs a reason and has none, or where the reason is too long."""
    if step in NEEDS_TEXT and not text.strip():
        raise Invalid("equipment_text", _("登记“%(step)s”需要写明原因。"), step=Step(step).label)
    if len(text) > TEXT_LENGTH:
        raise Invalid("equipment_text_long", _("说明最多 %(limit)d 个字。"), limit=TEXT_LENGTH)


def check_repaired(condition: str) -> None:
    """Raises Invalid where an item would come back from maintenance as faulty as it went."""
    if condition == Condition.FAULTY:
        raise Invalid(
            "equipment_not_repaired", _("维护完成的设备不能仍是“故障”：没有修好就不要登记完成，或者登记报废。")
        )


def check_battery(kind: str, percent: int | None, *, required: bool = False) -> None:
    """Raises Invalid where a charge is missing, impossible, or of something without a battery."""
    if percent is None:
        if required:
            raise Invalid("equipment_battery_missing", _("请填写电量。"))
        return
    if kind not in WITH_BATTERY:
        raise Invalid("equipment_no_battery", _("这类设备没有电池，不登记电量。"))
    if not 0 <= percent <= 100:
        raise Invalid("equipment_battery_range", _("电量是 0 到 100 的整数。"))


def check_due_back(due_back: datetime | None, now: datetime) -> None:
    """Raises Invalid where an item would have to be back before it leaves."""
    if due_back is not None and due_back <= now:
        raise Invalid("equipment_due_back", _("应还时间必须晚于现在。"))


def next_maintenance(done_on: date, months: int | None) -> date | None:
    """The same day of the month some months on, or that month's last: 2026-08-31 and 6 give 2027-02-28. None without a cycle."""
    if not months:
        return None
    years, month = divmod(done_on.month - 1 + months, 12)
    year, month = done_on.year + years, month + 1
    return date(year, month, min(done_on.day, monthrange(year, month)[1]))


MAINTENANCE_AHEAD: Final = timedelta(days=30)
BATTERY_CHECK_EVERY: Final = timedelta(days=30)
BATTERY_LOW: Final = 30
#: nothing is due of what is gone
GONE: Final = (State.LOST, State.SCRAPPED)


@dataclass(frozen=True)
class Dates:
    """What the reminders ask of an item. checked_at: of its battery; None where it never was."""

    kind: str
    state: str
    due_back: datetime | None
    maintenance_due: date | None
    battery_percent: int | None
    checked_at: datetime | None


@dataclass(frozen=True)
class Attention:
    """Something to see to: reason is back, maintenance, battery_low or battery_check. `key` changes when it is due anew."""

    reason: str
    key: str
    overdue: bool


def attention(item: Dates, now: datetime, today: date) -> list[Attention]:
    """What has to be seen to, the most urgent first. today: the local date at `now`."""
    if item.state in GONE:
        return []
    found = []
    if item.state == State.OUT and item.due_back is not None and item.due_back < now:
        found.append(Attention("back", f"back:{item.due_back:%Y%m%dT%H%M%z}", overdue=True))
    due = item.maintenance_due
    if due is not None and due <= today + MAINTENANCE_AHEAD and item.state != State.MAINTENANCE:
        found.append(Attention("maintenance", f"maintenance:{due:%Y%m%d}", overdue=due < today))
    if item.kind in WITH_BATTERY and item.state != State.MAINTENANCE:
        found += _battery(item, now)
    return found


def _battery(item: Dates, now: datetime) -> list[Attention]:
    checked = item.checked_at
    day = f"{checked:%Y%m%d}" if checked else "never"
    if checked is None or checked < now - BATTERY_CHECK_EVERY:
        return [Attention("battery_check", f"battery_check:{day}", overdue=True)]
    if item.battery_percent is not None and item.battery_percent < BATTERY_LOW:
        return [Attention("battery_low", f"battery_low:{day}", overdue=False)]
    return []
