"""What patrols found at an incident's terminals while it ran, as its timeline tells it."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.monitoring.evidence import fault_name
from incidents.monitoring.patrols.checklists import item_name

PATROLS: Final[Mapping[str, Promise]] = {
    "patrol_opened": _("巡检发现：%(terminal)s“%(patrol_item)s”——%(patrol_fault)s。"),
    "patrol_changed": _("巡检发现有变化：%(terminal)s“%(patrol_item)s”——%(patrol_fault)s。"),
    "patrol_resolved": _("巡检确认恢复：%(terminal)s“%(patrol_item)s”正常，此前为%(patrol_fault)s。"),
}
#: params that are stored as codes
WORDS: Final[Mapping[str, Callable[[str], str]]] = {"patrol_item": item_name, "patrol_fault": fault_name}
