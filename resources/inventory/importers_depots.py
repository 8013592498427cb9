"""Depots and part types from a file."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.roles import Role, has_role
from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Importer, Outcome, Row
from resources.network.actions import ensure_regions
from resources.network.choices import ComponentKind, ImportKind
from resources.network.importing.cells import opening_hours, region
from resources.staff.models import Person

from .access import may_define, require_depot_editor
from .actions import depots, parts
from .importing_rows import Work
from .models import Depot, PartType

DEPOTS: Final = (
    Column("code", "备件库编号", gettext_lazy("备件库编号"), ("code", "depot", "depot code", "编号"), partial(cells.code, limit=32), required=True),
    Column("name", "名称", gettext_lazy("名称"), ("name", "备件库名称", "备件库"), partial(cells.text, limit=80), required=True),
    Column("region_id", "区划代码", gettext_lazy("区划代码"), ("region", "region code", "区域代码", "区域"), region, required=True),
    Column("address", "地址", gettext_lazy("地址"), ("address",), partial(cells.text, limit=200)),
    Column("longitude", "经度", gettext_lazy("经度"), ("longitude", "lng", "lon"), partial(cells.number, low=-180, high=180), empty=None),
    Column("latitude", "纬度", gettext_lazy("纬度"), ("latitude", "lat"), partial(cells.number, low=-90, high=90), empty=None),
    Column("keeper", "库管员账号", gettext_lazy("库管员账号"), ("keeper", "库管员"), partial(cells.text, limit=150)),
    Column("deputy", "代管员账号", gettext_lazy("代管员账号"), ("deputy", "代管员"), partial(cells.text, limit=150)),
    Column("phone", "联系电话", gettext_lazy("联系电话"), ("phone", "tel", "电话"), partial(cells.text, limit=30)),
    Column("opening_hours", "开放时间", gettext_lazy("开放时间"), ("opening hours", "hours"), opening_hours, empty="周一至周五 08:30-17:30"),
    Column("is_active", "在用", gettext_lazy("在用"), ("active", "is active"), cells.yes_no, empty=True),
)  # fmt: skip
_PEOPLE: Final = ("keeper", "deputy")


def _models(value: str) -> list[str]:
    return [cells.text(model, 40) for model in cells.parts(value)]


def _fen(value: str) -> int:
    return round(cells.number(value.lstrip("¥￥"), 0, 10_000_000) * 100)


PARTS: Final = (
    Column("code", "备件编号", gettext_lazy("备件编号"), ("code", "part", "part code", "编号"), partial(cells.code, limit=40), required=True),
    Column("name", "名称", gettext_lazy("名称"), ("name", "备件名称", "备件"), partial(cells.text, limit=80), required=True),
    Column("component", "部件", gettext_lazy("部件"), ("component",), partial(cells.choice, choices=ComponentKind)),
    Column("terminal_models", "适用机型", gettext_lazy("适用机型"), ("terminal models", "models", "机型"), _models, empty=[]),
    Column("unit", "单位", gettext_lazy("单位"), ("unit",), partial(cells.text, limit=8), empty="件"),
    Column("price", "参考单价", gettext_lazy("参考单价"), ("price", "单价", "参考单价（元）"), _fen, empty=0),
    Column("supplier", "供应商", gettext_lazy("供应商"), ("supplier",), partial(cells.text, limit=80)),
    Column("supplier_contact", "供应商联系方式", gettext_lazy("供应商联系方式"), ("supplier contact",), partial(cells.text, limit=80)),
    Column("lead_days", "采购周期", gettext_lazy("采购周期"), ("lead days", "采购周期（天）"), partial(cells.whole, high=3650), empty=14),
    Column("is_active", "在用", gettext_lazy("在用"), ("active", "is active"), cells.yes_no, empty=True),
)  # fmt: skip


def apply_depots(rows: list[Row], context: ApplyContext) -> Outcome:
    """New and changed depots, in a few queries."""
    known = {depot.code: depot for depot in Depot.objects.filter(code__in=[row["code"] for row in rows])}
    people = _people(rows)
    work = Work(Depot, depots.FIELDS)
    for row in rows:
        depot = known.get(row["code"]) or Depot(code=row["code"])
        given = _given_depot(row, depot, people, context, work)
        if given is not None:
            work.add(row, depot.code, depot, given)
    if not work.errors:
        ensure_regions({depot.region_id for depot in (*work.new, *work.changed)})
    return work.outcome(context)


def _people(rows: list[Row]) -> Mapping[str, int]:
    names = {row.get(name) for row in rows for name in _PEOPLE if row.get(name)}
    return dict(Person.objects.filter(username__in=names, is_active=True).values_list("username", "pk"))


def _given_depot(
    row: Row, depot: Depot, people: Mapping[str, int], context: ApplyContext, work: Work[Depot]
) -> dict[str, Any] | None:
    """What the row gives a depot; None where it is faulty."""
    errors = len(work.errors)
    codes = [row["region_id"], depot.region_id] if depot.pk else [row["region_id"]]
    try:
        require_depot_editor(context.actor, *codes)
    except Refused as refusal:
        work.errors.append(row.error("region_id", str(refusal)))
    given = {name: value for name, value in row.values.items() if name not in (*_PEOPLE, "code")}
    for name in _PEOPLE:
        if row.get(name) and row[name] not in people:
            work.errors.append(row.error(name, _("没有账号 %(name)s，或者已停用。") % {"name": row[name]}))
        elif name in row:
            given[f"{name}_id"] = people.get(row[name])
    _check_depot(row, depot, given, work)
    return given if len(work.errors) == errors else None


def _check_depot(row: Row, depot: Depot, given: dict[str, Any], work: Work[Depot]) -> None:
    """The same rules as for one depot, over what it will be."""
    after = Depot(**{name: given.get(name, getattr(depot, name)) for name in depots.FIELDS if name != "code"})
    try:
        depots.check(after)
    except Refused as refusal:
        work.errors.append(row.error("", str(refusal)))


def apply_parts(rows: list[Row], context: ApplyContext) -> Outcome:
    """New and changed part types, in a few queries."""
    known = {part.code: part for part in PartType.objects.filter(code__in=[row["code"] for row in rows])}
    work = Work(PartType, parts.FIELDS)
    for row in rows:
        part = known.get(row["code"]) or PartType(code=row["code"])
        work.add(row, part.code, part, {name: value for name, value in row.values.items() if name != "code"})
    return work.outcome(context)


def may_import_depots(person: Person) -> bool:
    return has_role(person, Role.MANAGER, Role.ADMINISTRATOR)


registry.register(
    Importer(
        kind=ImportKind.DEPOTS,
        label=gettext_lazy("备件库"),
        columns=DEPOTS,
        may_import=may_import_depots,
        apply=apply_depots,
        example=["SH-02", "徐汇备件库", "310104", "徐汇区示例路 2 号", "121.44", "31.19", "cangku", "", "021-00000000",
                 "周一至周五 08:30-17:30", "是"],
        key=("code",),
        intro=gettext_lazy("按编号新建或更新备件库；文件里没有的列保持不变。"),
    )
)  # fmt: skip
registry.register(
    Importer(
        kind=ImportKind.PARTS,
        label=gettext_lazy("备件型号"),
        columns=PARTS,
        may_import=may_define,
        apply=apply_parts,
        example=["SCAN-01", "扫码头", "", "ZZ-200、ZZ-300", "件", "120.00", "示例供应商", "021-00000000", "14", "是"],
        key=("code",),
        intro=gettext_lazy("按编号新建或更新备件型号；参考单价以元填写，适用机型用顿号分开，留空表示所有机型。"),
    )
)
