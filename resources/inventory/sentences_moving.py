"""What events of transfers and stocktakes say."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib.badges import Tone
from emergency_ops.lib.facts import told
from emergency_ops.lib.wording import listed

from .models import InventoryEvent

SENTENCES: Final[Mapping[str, Promise]] = {
    "transfer_created": _("开具调拨单%(number)s：从%(from)s送往%(to)s，共%(counted_pieces)s"),
    "transfer_edited": _("修改调拨单%(number)s，共%(counted_pieces)s"),
    "transfer_sent": _("%(from)s发出调拨单%(number)s，送往%(to)s，共%(counted_pieces)s"),
    "transfer_received": _("%(to)s全部签收调拨单%(number)s，共%(counted_pieces)s"),
    "transfer_short": _("%(to)s短少签收调拨单%(number)s：发出%(counted_pieces)s，短少%(missing)s件"),
    "transfer_recalled": _("调拨单%(number)s退回%(from)s，发出%(counted_pieces)s，少回%(missing)s件"),
    "transfer_cancelled": _("取消调拨单%(number)s"),
    "transfer_overdue": _("调拨单%(number)s超过预计到达时间，已提醒双方核实"),
    "stocktake_started": ngettext_lazy(
        "开始盘点%(depot)s，共%(parts)s种备件", "开始盘点%(depot)s，共%(parts)s种备件", "parts"
    ),
    "stocktake_line_added": _("盘点中增加备件：%(part)s"),
    "stocktake_counted": ngettext_lazy(
        "完成清点，未清点%(uncounted)s种", "完成清点，未清点%(uncounted)s种", "uncounted"
    ),
    "stocktake_recount": _("退回重盘：%(parts)s"),
    "stocktake_posted": ngettext_lazy(
        "复核过账，%(lines)s种有差异：盘盈%(found)s件，盘亏%(missing)s件",
        "复核过账，%(lines)s种有差异：盘盈%(found)s件，盘亏%(missing)s件",
        "lines",
    ),
    "stocktake_cancelled": _("取消盘点"),
}
_LOOKS: Final[Mapping[str, tuple[Tone, str]]] = {
    "transfer_sent": (Tone.INFO, "truck"),
    "transfer_received": (Tone.OK, "check-circle"),
    "transfer_short": (Tone.DANGER, "exclamation-triangle"),
    "transfer_recalled": (Tone.WARN, "arrow-uturn-left"),
    "transfer_overdue": (Tone.WARN, "clock"),
    "stocktake_counted": (Tone.INFO, "eye"),
    "stocktake_recount": (Tone.WARN, "arrow-path"),
    "stocktake_posted": (Tone.OK, "check-badge"),
}


def sentence(event: InventoryEvent) -> str:
    """The event in words; the code itself where no sentence is known. What is missing is a dash."""
    template = SENTENCES.get(event.code)
    if template is None:
        return event.code
    named = {name: listed(one) if isinstance(one, list) else one for name, one in event.params.items()}
    return told(template, named)


def entries(events: Iterable[InventoryEvent]) -> list[dict[str, Any]]:
    """The events as `{% timeline %}` shows them."""
    return [_entry(event) for event in events]


def _entry(event: InventoryEvent) -> dict[str, Any]:
    tone, icon = _LOOKS.get(event.code, (Tone.NEUTRAL, ""))
    return {
        "at": event.at,
        "title": sentence(event),
        "text": event.text,
        "actor": event.actor,
        "tone": tone,
        "icon": icon,
    }
