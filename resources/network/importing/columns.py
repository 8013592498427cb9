"""The columns of the two files: their headers in Chinese and English, what is read from them, where it goes."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid

from . import cells
from .files import Record


@dataclass(frozen=True)
class Column:
    """A column: `field` is the staging column, `header` what templates write, `empty` what an empty cell means."""

    field: str
    header: str
    label: Promise
    aliases: tuple[str, ...]
    read: Callable[[str], Any]
    type: str = "text"
    empty: Any = ""
    required: bool = False


@dataclass(frozen=True)
class Header:
    """A file's header row: where each known column stands, what is not known, and how wide it is."""

    line: int
    places: Mapping[str, int]
    unknown: Sequence[str]
    names: Sequence[str]


def _text(limit: int) -> Callable[[str], str]:
    return partial(cells.text, limit=limit)


_SITE_CODE = ("site code", "site", "site id", "站点编号", "网点代码", "网点号", "机构编号")
SITES: tuple[Column, ...] = (
    Column("code", "网点编号", _("网点编号"), ("code", *_SITE_CODE), partial(cells.code, limit=32), required=True),
    Column("name", "网点名称", _("网点名称"), ("name", "site name", "名称", "网点"), _text(120), required=True),
    Column(
        "region_id",
        "区划代码",
        _("区划代码"),
        ("region code", "region", "region id", "区划", "行政区划代码", "行政区划", "区域代码", "区域"),
        cells.region,
        required=True,
    ),
    Column("address", "地址", _("地址"), ("address", "网点地址", "详细地址"), _text(200)),
    Column(
        "longitude",
        "经度",
        _("经度"),
        ("longitude", "lng", "lon"),
        partial(cells.number, low=-180, high=180),
        "float8",
        None,
    ),
    Column("latitude", "纬度", _("纬度"), ("latitude", "lat"), partial(cells.number, low=-90, high=90), "float8", None),
    Column("kind", "类型", _("类型"), ("kind", "type", "网点类型"), _text(40)),
    Column(
        "opening_hours",
        "营业时间",
        _("营业时间"),
        ("opening hours", "hours", "服务时间"),
        cells.opening_hours,
        empty="00:00-24:00",
    ),
    Column(
        "daily_visitors",
        "日均客流",
        _("日均客流"),
        ("daily visitors", "visitors", "日均人流", "日客流"),
        partial(cells.whole, high=10_000_000),
        "integer",
        0,
    ),
    Column(
        "elderly_share",
        "老年用户占比",
        _("老年用户占比"),
        ("elderly share", "老年占比", "老年人占比"),
        cells.share,
        "float8",
        0.0,
    ),
    Column("phone", "联系电话", _("联系电话"), ("phone", "telephone", "tel", "电话"), _text(30)),
)
TERMINALS: tuple[Column, ...] = (
    Column(
        "code",
        "设备编号",
        _("设备编号"),
        ("code", "terminal code", "terminal", "terminal id", "终端编号", "设备号", "终端号"),
        partial(cells.code, limit=40),
        required=True,
    ),
    Column("site_code", "网点编号", _("网点编号"), _SITE_CODE, partial(cells.code, limit=32), required=True),
    Column("model", "型号", _("型号"), ("model", "设备型号"), _text(40)),
    Column("software_version", "软件版本", _("软件版本"), ("software version", "version", "版本"), _text(40)),
    Column("line", "通信线路", _("通信线路"), ("line", "upstream line", "线路"), _text(60)),
    Column(
        "payment_methods",
        "支付方式",
        _("支付方式"),
        ("payment methods", "payment method", "methods"),
        cells.methods,
        "varchar[]",
        [],
    ),
    Column(
        "hourly_payments",
        "小时均笔数",
        _("小时均笔数"),
        ("hourly payments", "payments per hour", "每小时笔数"),
        partial(cells.number, low=0, high=100_000),
        "float8",
        0.0,
    ),
    Column("status", "状态", _("状态"), ("status", "设备状态"), cells.status, empty="in_service"),
    Column(
        "services", "业务", _("业务"), ("services", "service", "缴费业务", "业务种类"), cells.services, "varchar[]", []
    ),
    Column(
        "installed_on", "安装日期", _("安装日期"), ("installed on", "installed", "启用日期"), cells.day, "date", None
    ),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {"sites": SITES, "terminals": TERMINALS}

_OTHER_KIND: Mapping[str, Promise] = {
    "sites": _("这是网点的文件，请选择导入网点。"),
    "terminals": _("这是终端的文件，请选择导入自助终端。"),
}

#: titles and notes may stand above the header
_HEADER_WITHIN = 10


def find_header(kind: str, first: Sequence[Record]) -> Header:
    """The first record with at least two known headers. Raises Invalid naming what is missing."""
    found = _header_record(kind, first)
    if found is not None:
        by_name = _names(COLUMNS[kind])
        return _header(kind, found, [by_name.get(normal(cell)) for cell in found.cells])
    for other in COLUMNS:
        if other != kind and _header_record(other, first) is not None:
            raise Invalid("import_other_kind", _OTHER_KIND[other])
    raise Invalid(
        "import_no_header",
        _("找不到表头。第一行应是列名，例如：%(columns)s。"),
        columns="、".join(column.header for column in COLUMNS[kind]),
    )


def _header_record(kind: str, first: Sequence[Record]) -> Record | None:
    by_name = _names(COLUMNS[kind])
    for record in first[:_HEADER_WITHIN]:
        if sum(normal(cell) in by_name for cell in record.cells) >= 2:
            return record
    return None


def normal(header: str) -> str:
    """A header as it is compared: without case, spaces, underscores, stars and what is added in brackets."""
    plain = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", header).lower())
    return re.sub(r"[\s_\-*:\"']", "", plain)


def _names(columns: Sequence[Column]) -> dict[str, Column]:
    """First come, first served: a header belongs to the column that names it first."""
    found: dict[str, Column] = {}
    for column in columns:
        for name in (column.header, *column.aliases):
            found.setdefault(normal(name), column)
    return found


def _header(kind: str, record: Record, found: Sequence[Column | None]) -> Header:
    places: dict[str, int] = {}
    for place, column in enumerate(found):
        if column is None:
            continue
        if column.field in places:
            raise Invalid("import_column_twice", _("列“%(column)s”出现了两次。"), column=record.cells[place])
        places[column.field] = place
    missing = [column.header for column in COLUMNS[kind] if column.required and column.field not in places]
    if missing:
        raise Invalid("import_columns_missing", _("缺少必需的列：%(columns)s。"), columns="、".join(missing))
    unknown = [name for name, column in zip(record.cells, found, strict=True) if column is None and name]
    return Header(record.line, places, unknown, record.cells)
