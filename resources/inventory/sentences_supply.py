"""What the supply chain list says: on its own pages and in the timeline of the incident that it is for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import facts
from emergency_ops.lib.badges import Tone

from .choices import EquipmentKind
from .models import InventoryEvent

SUPPLY: Mapping[str, Promise] = {
    "supply_asked": _("列入供应链清单%(number)s：%(site)s缺%(part)s%(equipment_kind)s，数量%(quantity)s。"),
    "supply_changed": _("供应链清单%(number)s：%(part)s%(equipment_kind)s缺口由%(before)s变为%(quantity)s。"),
    "supply_taken": _("供应链清单%(number)s由%(owner)s经办。"),
    "supply_ordered": _("供应链清单%(number)s已向%(supplier)s下单：%(part)s%(equipment_kind)s，数量%(quantity)s。"),
    "supply_promised": _("供应链清单%(number)s预计%(expected_on)s到货：%(part)s%(equipment_kind)s，数量%(quantity)s。"),
    "supply_postponed": _("供应链清单%(number)s到货日期改为%(expected_on)s。"),
    "supply_late": _("供应链清单%(number)s应于%(expected_on)s到货，已逾期，已提醒经办人。"),
    "supply_undated": _("供应链清单%(number)s还没有到货日期，已提醒经办人。"),
    "supply_arrived": _("供应链清单%(number)s已到货：%(part)s%(equipment_kind)s，数量%(quantity)s。"),
    "supply_reopened": _("供应链清单%(number)s的到货已取消，需重新采购。"),
    "supply_met": _("供应链清单%(number)s已由其他来源满足，不再采购。"),
    "supply_not_needed": _("供应链清单%(number)s的需求已取消，不再采购。"),
    "supply_cancelled": _("取消供应链清单%(number)s。"),
}
_LOOKS: Mapping[str, tuple[Tone, str]] = {
    "supply_asked": (Tone.DANGER, "exclamation-circle"),
    "supply_ordered": (Tone.INFO, "shopping-cart"),
    "supply_promised": (Tone.INFO, "calendar-days"),
    "supply_postponed": (Tone.WARN, "clock"),
    "supply_late": (Tone.DANGER, "clock"),
    "supply_undated": (Tone.WARN, "clock"),
    "supply_arrived": (Tone.OK, "check-circle"),
    "supply_reopened": (Tone.WARN, "arrow-uturn-left"),
    "supply_met": (Tone.OK, "check-circle"),
}


def told(events: Iterable[InventoryEvent]) -> list[dict[str, Any]]:
    """Events as a timeline shows them."""
    return [_entry(event) for event in events]


def _entry(event: InventoryEvent) -> dict[str, Any]:
    tone, icon = _LOOKS.get(event.code, (Tone.NEUTRAL, "pencil-square"))
    kind = event.params.get("equipment_kind", "")
    label = str(EquipmentKind(kind).label) if kind in EquipmentKind.values else kind
    pattern = SUPPLY.get(event.code)
    title = facts.told(pattern, {**event.params, "equipment_kind": label}) if pattern else event.code
    return {"at": event.at, "title": title, "text": event.text, "actor": event.actor, "tone": tone, "icon": icon}
