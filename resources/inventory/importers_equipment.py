"""Equipment from a file: new items are registered in their depot, known ones get their reference data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Change, Importer, Outcome, Row, RowError
from resources.network.choices import ImportKind
from resources.staff.models import Person

from .access import depots_for, may_define, may_keep
from .actions.chain import By
from .actions.equipment import edit_many, register_many
from .choices import EquipmentCondition, EquipmentKind
from .models import Depot, Equipment
from .rules.custody import REFERENCE_FIELDS, WITH_BATTERY

_SAMPLE: Final = 10
_SHOWN: Final = ("kind", "model", "serial_number", "maintenance_months", "maintenance_due", "note")
COLUMNS: Final = (
    Column("code", "资产编号", gettext_lazy("资产编号"), ("code", "asset code", "编号", "设备编号"), partial(cells.code, limit=40), required=True),
    Column("kind", "类型", gettext_lazy("类型"), ("kind", "type", "设备类型"), partial(cells.choice, choices=EquipmentKind), required=True),
    Column("model", "型号", gettext_lazy("型号"), ("model",), partial(cells.text, limit=60)),
    Column("serial_number", "序列号", gettext_lazy("序列号"), ("serial number", "serial", "sn"), partial(cells.text, limit=60), required=True),
    Column("depot", "备件库编号", gettext_lazy("备件库编号"), ("depot", "depot code", "备件库"), partial(cells.code, limit=32), required=True),
    Column("condition", "状况", gettext_lazy("状况"), ("condition",), partial(cells.choice, choices=EquipmentCondition), empty=EquipmentCondition.GOOD),
    Column("battery_percent", "电量", gettext_lazy("电量"), ("battery", "battery percent", "电量（%）"), partial(cells.whole, high=100), empty=None),
    Column("maintenance_months", "维护周期", gettext_lazy("维护周期"), ("maintenance months", "维护周期（月）"), partial(cells.whole, low=1, high=240), empty=None),
    Column("maintenance_due", "下次维护", gettext_lazy("下次维护"), ("maintenance due",), cells.day, empty=None),
    Column("note", "备注", gettext_lazy("备注"), ("note", "remark"), partial(cells.text, limit=200)),
)  # fmt: skip


@dataclass
class _Known:
    """What the file is held against, read in a few queries."""

    depots: Mapping[str, Depot]
    items: Mapping[str, Equipment]
    serials: dict[tuple[str, str], str]


@dataclass
class _Work:
    """What is to be written, and what cannot be."""

    new: list[Equipment] = field(default_factory=list)
    changed: list[Equipment] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    sample: list[Change] = field(default_factory=list)


def may_import(person: Person) -> bool:
    return may_define(person)


def apply(rows: list[Row], context: ApplyContext) -> Outcome:
    """Registers and edits, row by row checked, written in bulk. A few queries for the whole file."""
    known, work = _known(rows, context), _Work()
    for row in rows:
        item = known.items.get(row["code"])
        if item is None:
            _register(row, known, work, context)
        else:
            _edit(row, item, known, work, context)
    if not work.errors:
        by = By(context.actor, context.now, _("导入 %(file)s") % {"file": context.file_name[-80:]})
        register_many(work.new, by)
        edit_many(work.changed, by)
    return Outcome(len(work.new), len(work.changed), work.unchanged, errors=work.errors, sample=work.sample[:_SAMPLE])


def _known(rows: Sequence[Row], context: ApplyContext) -> _Known:
    depots = {depot.code: depot for depot in depots_for(context.actor)}
    codes, serials = [row["code"] for row in rows], [row["serial_number"] for row in rows]
    items = Equipment.objects.filter(code__in=codes).select_related("depot")
    taken = Equipment.objects.filter(serial_number__in=serials).values_list("kind", "serial_number", "code")
    return _Known(depots, {item.code: item for item in items}, {(kind, number): code for kind, number, code in taken})


def _register(row: Row, known: _Known, work: _Work, context: ApplyContext) -> None:
    depot = known.depots.get(row["depot"])
    if depot is None or not may_keep(context.actor, depot):
        work.errors.append(row.error("depot", _("没有这个备件库，或者您不是它的库管员。")))
    elif _serial_taken(row, known):
        work.errors.append(row.error("serial_number", _serial_sentence(row, known)))
    elif row.get("battery_percent") is not None and row["kind"] not in WITH_BATTERY:
        work.errors.append(row.error("battery_percent", _("备用终端不登记电量。")))
    else:
        given = {name: row[name] for name in (*REFERENCE_FIELDS, "condition", "battery_percent") if name in row}
        work.new.append(Equipment(code=row["code"], depot=depot, **given))
        work.sample.append(Change(row.line, row["code"], None, _shown(given)))
        known.serials[row["kind"], row["serial_number"]] = row["code"]


def _edit(row: Row, item: Equipment, known: _Known, work: _Work, context: ApplyContext) -> None:
    if not may_keep(context.actor, item.depot):
        work.errors.append(row.error("code", _("这个资产编号属于您不负责的备件库。")))
    elif row["depot"] != item.depot.code:
        sentence = _("%(item)s 属于 %(depot)s：换备件库请在设备页面登记移库。")
        work.errors.append(row.error("depot", sentence % {"item": item.code, "depot": item.depot.code}))
    elif _serial_taken(row, known):
        work.errors.append(row.error("serial_number", _serial_sentence(row, known)))
    elif item.terminal_id is not None and row["kind"] != item.kind:
        work.errors.append(row.error("kind", _("%(item)s 是网络中的终端，类型不能修改。") % {"item": item.code}))
    else:
        _change(row, item, work)


def _change(row: Row, item: Equipment, work: _Work) -> None:
    given = {name: row[name] for name in REFERENCE_FIELDS if name in row}
    if given.get("maintenance_due") is None:
        given.pop("maintenance_due", None)
    old = {name: getattr(item, name) for name in given if getattr(item, name) != given[name]}
    if not old:
        work.unchanged += 1
        return
    for name in old:
        setattr(item, name, given[name])
    work.changed.append(item)
    work.sample.append(Change(row.line, item.code, _shown(old), _shown({name: given[name] for name in old})))


def _serial_taken(row: Row, known: _Known) -> bool:
    code: str = row["code"]
    return known.serials.get((row["kind"], row["serial_number"]), code) != code


def _serial_sentence(row: Row, known: _Known) -> str:
    code = known.serials[row["kind"], row["serial_number"]]
    return _("序列号 %(serial)s 已登记为 %(item)s。") % {"serial": row["serial_number"], "item": code}


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(values[name]) for name in _SHOWN if name in values}


def _plain(value: Any) -> Any:
    if isinstance(value, EquipmentKind):
        return str(value.label)
    return value.isoformat() if hasattr(value, "isoformat") else value


registry.register(
    Importer(
        kind=ImportKind.EQUIPMENT,
        label=gettext_lazy("移动设备"),
        columns=COLUMNS,
        may_import=may_import,
        apply=apply,
        example=["SH-POS-001", "便携POS机", "P90", "SN2026110001", "SH-01", "完好", "100", "6", "2027-05-01", ""],
        key=("code",),
        intro=gettext_lazy("新编号登记到备件库；已有编号只更新资料，状况、电量和所在备件库在设备页面登记。"),
    )
)
