"""The list of technical equipment in words: its sections as tables, and what changed as sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.listing import Column
from resources.network.choices import ComponentKind

from .choices import EquipmentCondition, EquipmentKind, EquipmentState
from .equipment_list import SECTIONS
from .rules.list_changes import SEPARATOR, Difference, FieldChange, Row

LABELS: Final[Mapping[str, str | Promise]] = {
    "equipment": _("移动设备"),
    "standby": _("备用终端"),
    "terminals": _("自助终端"),
    "parts": _("备件"),
    "depots": _("备件库"),
}
FIELDS: Final[Mapping[str, str | Promise]] = {
    "code": _("编号"),
    "kind": _("类型"),
    "model": _("型号"),
    "serial_number": _("序列号"),
    "depot": _("备件库"),
    "region": _("区域"),
    "state": _("状态"),
    "condition": _("状况"),
    "maintenance_due": _("下次维护"),
    "terminal": _("网络中的终端"),
    "software_version": _("软件版本"),
    "count": _("台数"),
    "name": _("名称"),
    "component": _("部件"),
    "unit": _("单位"),
    "total": _("合计"),
    "depots": _("备件库数"),
    "pieces": _("数量"),
    "address": _("地址"),
    "keeper": _("库管员"),
    "deputy": _("代管员"),
    "phone": _("联系电话"),
    "active": _("在用"),
}
_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "equipment": ("code", "kind", "model", "serial_number", "depot", "region", "state", "condition", "maintenance_due"),
    "standby": ("code", "model", "serial_number", "terminal", "depot", "region", "state", "condition"),
    "terminals": ("region", "model", "software_version", "count"),
    "parts": ("code", "name", "component", "unit", "total", "depots"),
    "depots": ("code", "name", "region", "address", "keeper", "deputy", "phone", "active"),
}
#: parts depot by depot, for files
_STOCK: Final = ("code", "name", "component", "unit", "depot", "pieces")
_NUMERIC: Final = frozenset({"count", "total", "depots", "pieces"})
_CHOICES: Final[Mapping[str, type[Choices]]] = {
    "kind": EquipmentKind,
    "state": EquipmentState,
    "condition": EquipmentCondition,
    "component": ComponentKind,
}


@dataclass(frozen=True)
class Names:
    """What codes are called in a list."""

    regions: Mapping[str, str]
    depots: Mapping[str, str]


def names_in(*contents: Mapping[str, Any]) -> Names:
    """The names that lists give, those of the last one first."""
    regions: dict[str, str] = {}
    depots: dict[str, str] = {}
    for content in contents:
        regions |= content.get("regions", {})
        depots |= {row["code"]: row["name"] for row in content.get("depots", ())}
    return Names(regions, depots)


def columns_of(section: str, names: Names) -> list[Column]:
    """A section as a table of a page."""
    return [_column(name, names) for name in _COLUMNS[section]]


def sheet_of(section: str, content: Mapping[str, Any], names: Names) -> tuple[list[Row], list[Column]]:
    """A section as a table of a file: parts have a row for every depot that has them."""
    if section != "parts":
        return list(content[section]), columns_of(section, names)
    return list(_stock(content["parts"])), [_column(name, names) for name in _STOCK]


def _stock(parts: Sequence[Row]) -> Iterator[Row]:
    for part in parts:
        for depot, pieces in sorted(part["depots"].items()) or [("", 0)]:
            yield {**part, "depot": depot, "pieces": pieces}


def _column(name: str, names: Names) -> Column:
    return Column(name, FIELDS[name], partial(_read, name=name, names=names), numeric=name in _NUMERIC)


def _read(row: Row, name: str, names: Names) -> Any:
    if name == "total":
        return sum(row["depots"].values())
    if name == "depots":
        return len(row["depots"])
    return shown(name, row.get(name), names)


def shown(name: str, value: Any, names: Names) -> Any:
    """A field's value as it is read: labels for codes, names for places."""
    if value is None or value == "":
        return ""
    if name in _CHOICES:
        known = _CHOICES[name]
        return str(known(value).label) if value in set(known) else value
    if name == "region":
        return names.regions.get(value, value)
    if name == "depot":
        return names.depots.get(value, value)
    if name == "active":
        return _("是") if value else _("否")
    return value


@dataclass(frozen=True)
class Line:
    """A row that is new, gone or changed; details: (label, before, after)."""

    what: str
    title: str
    details: Sequence[tuple[object, object, object]] = ()


@dataclass(frozen=True)
class Section:
    """What became of a section, in words. more: changes that are not among the lines."""

    name: str
    label: str | Promise
    count: int
    lines: Sequence[Line]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def changes_in_words(found: Mapping[str, Difference], names: Names, most: int) -> list[Section]:
    """The sections that changed, with at most so many lines each."""
    return [
        Section(name, LABELS[name], found[name].count, list(_lines(name, found[name], names, most)))
        for name in SECTIONS
        if found[name].count
    ]


def _lines(section: str, found: Difference, names: Names, most: int) -> Iterator[Line]:
    for row in found.added[:most]:
        yield Line("added", title_of(section, row, names))
    for row in found.removed[: max(0, most - len(found.added))]:
        yield Line("removed", title_of(section, row, names))
    for one in found.changed[: max(0, most - len(found.added) - len(found.removed))]:
        yield Line("changed", title_of(section, one.row, names), [_detail(field, names) for field in one.fields])


def title_of(section: str, row: Row, names: Names) -> str:
    """A row by name: its code and what it is."""
    parts = {
        "equipment": ("code", "kind", "model"),
        "standby": ("code", "model"),
        "terminals": ("region", "model", "software_version"),
        "parts": ("code", "name"),
        "depots": ("code", "name"),
    }[section]
    return " ".join(str(shown(name, row.get(name), names)) for name in parts if row.get(name))


def _detail(field: FieldChange, names: Names) -> tuple[object, object, object]:
    name, _dot, entry = field.name.partition(SEPARATOR)
    if entry:
        return names.depots.get(entry, entry), field.before or 0, field.after or 0
    return FIELDS.get(name, name), shown(name, field.before, names), shown(name, field.after, names)
