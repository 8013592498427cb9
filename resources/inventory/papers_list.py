"""The list of technical equipment on paper: parts by their totals, everything else row by row."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.export import plain
from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.network.access import visible_regions
from resources.staff.models import Person

from .equipment_list import SECTIONS
from .models import EquipmentListVersion
from .presenting_list import LABELS, columns_of, names_in

#: more rows than this take the press minutes
MOST_ROWS: Final = 3_000
#: more rows of terminals than this are added up
BY_DISTRICT: Final = 300


def check_printable(content: Mapping[str, Any]) -> None:
    """Raises Refused where the paper would be longer than anybody reads."""
    rows = sum(len(_rows(name, content)) for name in SECTIONS)
    if rows > MOST_ROWS:
        raise Refused(
            "list_too_long",
            _("清单有 %(rows)d 行，超过 %(limit)d 行不打印：请导出Excel文件。"),
            rows=rows,
            limit=MOST_ROWS,
        )


def list_facts(version: EquipmentListVersion, content: Mapping[str, Any], prefixes: list[str]) -> dict[str, Any]:
    """What the paper shows of a version, as far as its reader sees it. Raises Refused where it is too long."""
    check_printable(content)
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
        "rows": [[_text(column.value(row)) for column in columns] for row in _rows(name, content)],
    }


def _rows(name: str, content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A section's rows; many terminals are counted by province instead of by district."""
    rows: list[Mapping[str, Any]] = content[name]
    if name != "terminals" or len(rows) <= BY_DISTRICT:
        return rows
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        counts[row["region"][:2].ljust(6, "0"), row["model"], row["software_version"]] += row["count"]
    names = ("region", "model", "software_version")
    return [{**dict(zip(names, key, strict=True)), "count": count} for key, count in sorted(counts.items())]


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
