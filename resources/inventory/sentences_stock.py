"""What the events of reservations and deliveries say, in the language of who reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib import facts
from emergency_ops.lib.badges import Tone

from .models import InventoryEvent

#: code -> its sentence, with names for what stands in `params`
SENTENCES: Mapping[str, Promise] = {
    "reservation_reserved": ngettext_lazy(
        "为 %(reference)s 预留%(part)s %(quantity)s 件", "为 %(reference)s 预留%(part)s %(quantity)s 件", "quantity"
    ),
    "reservation_released": ngettext_lazy(
        "释放预留的%(part)s %(quantity)s 件", "释放预留的%(part)s %(quantity)s 件", "quantity"
    ),
    "delivery_expected": ngettext_lazy(
        "登记采购%(part)s %(quantity)s 件", "登记采购%(part)s %(quantity)s 件", "quantity"
    ),
    "delivery_arrived": ngettext_lazy(
        "%(part)s到货 %(quantity)s 件，已登记入库", "%(part)s到货 %(quantity)s 件，已登记入库", "quantity"
    ),
    "delivery_postponed": _("%(part)s预计到货改为 %(expected_on)s"),
    "delivery_cancelled": ngettext_lazy(
        "取消%(part)s待到货的 %(quantity)s 件", "取消%(part)s待到货的 %(quantity)s 件", "quantity"
    ),
}
_LOOKS: Mapping[str, tuple[Tone, str]] = {
    "reservation_reserved": (Tone.INFO, "lock-closed"),
    "reservation_released": (Tone.NEUTRAL, "no-symbol"),
    "delivery_expected": (Tone.INFO, "shopping-cart"),
    "delivery_arrived": (Tone.OK, "check-circle"),
    "delivery_postponed": (Tone.WARN, "clock"),
    "delivery_cancelled": (Tone.NEUTRAL, "no-symbol"),
}


def told(events: Iterable[InventoryEvent]) -> list[dict[str, Any]]:
    """Events as a timeline shows them."""
    return [_entry(event) for event in events]


def _entry(event: InventoryEvent) -> dict[str, Any]:
    template = SENTENCES.get(event.code)
    tone, icon = _LOOKS.get(event.code, (Tone.NEUTRAL, ""))
    return {
        "at": event.at,
        "title": facts.told(template, event.params) if template else event.code,
        "text": event.text,
        "actor": event.actor,
        "tone": tone,
        "icon": icon,
    }
