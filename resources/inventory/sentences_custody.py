"""The chain of custody in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.badges import Tone

from .choices import CustodyKind as Kind
from .choices import EquipmentCondition
from .models import CustodyEntry

_LOOKS: Final[Mapping[str, tuple[Tone, str]]] = {
    Kind.REGISTERED: (Tone.NEUTRAL, "plus-circle"),
    Kind.OUT: (Tone.INFO, "arrow-up-tray"),
    Kind.BACK: (Tone.OK, "arrow-down-tray"),
    Kind.MOVED: (Tone.NEUTRAL, "arrows-right-left"),
    Kind.MAINTENANCE_SENT: (Tone.WARN, "wrench-screwdriver"),
    Kind.MAINTENANCE_DONE: (Tone.OK, "check-badge"),
    Kind.BATTERY_CHECK: (Tone.NEUTRAL, "battery-50"),
    Kind.CONDITION: (Tone.WARN, "pencil-square"),
    Kind.SWAPPED_IN: (Tone.OK, "computer-desktop"),
    Kind.SWAPPED_OUT: (Tone.WARN, "computer-desktop"),
    Kind.LOST: (Tone.DANGER, "question-mark-circle"),
    Kind.FOUND: (Tone.OK, "magnifying-glass"),
    Kind.SCRAPPED: (Tone.NEUTRAL, "trash"),
}
_SENTENCES: Final[Mapping[str, str | Promise]] = {
    Kind.REGISTERED: gettext_lazy("登记入 %(depot)s"),
    Kind.MOVED: gettext_lazy("移到 %(depot)s"),
    Kind.MAINTENANCE_SENT: gettext_lazy("从 %(depot)s 送修"),
    Kind.MAINTENANCE_DONE: gettext_lazy("维护完成，%(condition)s，回到 %(depot)s"),
    Kind.BATTERY_CHECK: gettext_lazy("电量 %(battery)s%%"),
    Kind.CONDITION: gettext_lazy("状况改为 %(condition)s"),
    Kind.SWAPPED_IN: gettext_lazy("装入 %(site)s，换下终端 %(reference)s"),
    Kind.SWAPPED_OUT: gettext_lazy("从 %(site)s 拆下，由终端 %(reference)s 更换，送往 %(depot)s"),
    Kind.LOST: gettext_lazy("登记遗失，最后在 %(where)s"),
    Kind.FOUND: gettext_lazy("找回，%(condition)s，存入 %(depot)s"),
    Kind.SCRAPPED: gettext_lazy("报废"),
}


@dataclass(frozen=True)
class Line:
    """An entry as the timeline shows it."""

    at: datetime
    title: str
    text: str
    actor: object
    tone: Tone
    icon: str


def line(entry: CustodyEntry) -> Line:
    tone, icon = _LOOKS[entry.kind]
    return Line(entry.at, sentence(entry), entry.text, entry.actor, tone, icon)


def sentence(entry: CustodyEntry) -> str:
    """What happened. The entry's holder, site and depot must be loaded, or each costs a query."""
    values = _values(entry)
    if entry.kind == Kind.OUT:
        return _out(entry) % values
    if entry.kind == Kind.BACK:
        return _back(entry) % values
    return str(_SENTENCES[entry.kind]) % values


def _values(entry: CustodyEntry) -> dict[str, object]:
    condition = EquipmentCondition(entry.condition).label if entry.condition else ""
    return {
        "holder": entry.holder,
        "site": entry.site,
        "depot": entry.depot,
        "where": entry.holder or entry.site or entry.depot,
        "condition": condition,
        "battery": entry.battery_percent,
        "reference": entry.reference,
    }


def _out(entry: CustodyEntry) -> str:
    if entry.holder_id is None:
        plain, for_it = _("从 %(depot)s 送往 %(site)s"), _("从 %(depot)s 送往 %(site)s，用于 %(reference)s")
    elif entry.site_id is None:
        plain, for_it = _("%(holder)s 从 %(depot)s 领用"), _("%(holder)s 从 %(depot)s 领用，用于 %(reference)s")
    else:
        plain = _("%(holder)s 从 %(depot)s 领用，送往 %(site)s")
        for_it = _("%(holder)s 从 %(depot)s 领用，送往 %(site)s，用于 %(reference)s")
    return for_it if entry.reference else plain


def _back(entry: CustodyEntry) -> str:
    if entry.holder_id is not None:
        return _("%(holder)s 归还到 %(depot)s，%(condition)s")
    if entry.site_id is not None:
        return _("从 %(site)s 归还到 %(depot)s，%(condition)s")
    return _("归还到 %(depot)s，%(condition)s")
