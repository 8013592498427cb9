"""The list of technical equipment on paper: parts by their totals, everything else row by row."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from emergency_ops.lib.export import plain
from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.network.access import visible_regions
from resources.staff.models import Person

from .equipment_list import SECTIONS
from .models import EquipmentListVersion
from .presenting_list import LABELS, columns_of, names_in


def list_facts(version: EquipmentListVersion, content: Mapping[str, Any], prefixes: list[str]) -> dict[str, Any]:
    """What the paper shows of a version, as far as its reader sees it."""
    return {
        "version": version.number,
        "prefixes": prefixes,
        "subtitle": version.note,
        "number": _("第 %(number)d 版") % {"number": version.number},
        "digest": version.digest,
        "sections": [_section(name, content) for name in SECTIONS],
    }


def _section(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    columns = columns_of(name, names_in(content))
    return {
        "label": str(LABELS[name]),
        "heads": [{"label": str(column.label), "num": column.numeric} for column in columns],
        "rows": [[_text(column.value(row)) for column in columns] for row in content[name]],
    }


def _text(value: Any) -> Any:
    found = plain(value)
    return found if isinstance(found, int | float) else str(found)


def may_open(person: Person, paper: Paper) -> bool:
    """Who sees all that it shows."""
    own = tuple(visible_regions(person))
    return all(prefix.startswith(own) for prefix in paper.facts["prefixes"]) if own else False


registry.register(
    PaperKind.EQUIPMENT_LIST,
    template="papers/equipment_list.html",
    page="A4 landscape",
    may_open=may_open,
    back=lambda paper: reverse("inventory:list_version", args=[paper.facts["version"]]),
)
