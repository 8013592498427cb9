"""The columns of sites and terminals: their headers in Chinese and English, what is read from them, where it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column

from . import cells as own


@dataclass(frozen=True)
class StagedColumn(Column):
    """A column that is staged in the database: `field` is its column there, `type` the column's type."""

    type: str = "text"


def _text(limit: int) -> Callable[[str], str]:
    return partial(cells.text, limit=limit)


_SITE_CODE = ("site code", "site", "site id", "站点编号", "网点代码", "网点号", "机构编号")
SITES: tuple[StagedColumn, ...] = (
    StagedColumn(
        "code", "网点编号", _("网点编号"), ("code", *_SITE_CODE), partial(cells.code, limit=32), required=True
    ),
    StagedColumn("name", "网点名称", _("网点名称"), ("name", "site name", "名称", "网点"), _text(120), required=True),
    StagedColumn(
        "region_id",
        "区划代码",
        _("区划代码"),
        ("region code", "region", "region id", "区划", "行政区划代码", "行政区划", "区域代码", "区域"),
        own.region,
        required=True,
    ),
    StagedColumn("address", "地址", _("地址"), ("address", "网点地址", "详细地址"), _text(200)),
    StagedColumn(
        "longitude",
        "经度",
        _("经度"),
        ("longitude", "lng", "lon"),
        partial(cells.number, low=-180, high=180),
        empty=None,
        type="float8",
    ),
    StagedColumn(
        "latitude",
        "纬度",
        _("纬度"),
        ("latitude", "lat"),
        partial(cells.number, low=-90, high=90),
        empty=None,
        type="float8",
    ),
    StagedColumn("kind", "类型", _("类型"), ("kind", "type", "网点类型"), _text(40)),
    StagedColumn(
        "opening_hours",
        "营业时间",
        _("营业时间"),
        ("opening hours", "hours", "服务时间"),
        own.opening_hours,
        empty="00:00-24:00",
    ),
    StagedColumn(
        "daily_visitors",
        "日均客流",
        _("日均客流"),
        ("daily visitors", "visitors", "日均人流", "日客流"),
        partial(cells.whole, high=10_000_000),
        empty=0,
        type="integer",
    ),
    StagedColumn(
        "elderly_share",
        "老年用户占比",
        _("老年用户占比"),
        ("elderly share", "老年占比", "老年人占比"),
        cells.share,
        empty=0.0,
        type="float8",
    ),
    StagedColumn("phone", "联系电话", _("联系电话"), ("phone", "telephone", "tel", "电话"), _text(30)),
)
TERMINALS: tuple[StagedColumn, ...] = (
    StagedColumn(
        "code",
        "设备编号",
        _("设备编号"),
        ("code", "terminal code", "terminal", "terminal id", "终端编号", "设备号", "终端号"),
        partial(cells.code, limit=40),
        required=True,
    ),
    StagedColumn("site_code", "网点编号", _("网点编号"), _SITE_CODE, partial(cells.code, limit=32), required=True),
    StagedColumn("model", "型号", _("型号"), ("model", "设备型号"), _text(40)),
    StagedColumn("software_version", "软件版本", _("软件版本"), ("software version", "version", "版本"), _text(40)),
    StagedColumn("line", "通信线路", _("通信线路"), ("line", "upstream line", "线路"), _text(60)),
    StagedColumn(
        "payment_methods",
        "支付方式",
        _("支付方式"),
        ("payment methods", "payment method", "methods"),
        own.methods,
        empty=[],
        type="varchar[]",
    ),
    StagedColumn(
        "hourly_payments",
        "小时均笔数",
        _("小时均笔数"),
        ("hourly payments", "payments per hour", "每小时笔数"),
        partial(cells.number, low=0, high=100_000),
        empty=0.0,
        type="float8",
    ),
    StagedColumn("status", "状态", _("状态"), ("status", "设备状态"), own.status, empty="in_service"),
    StagedColumn(
        "services",
        "业务",
        _("业务"),
        ("services", "service", "缴费业务", "业务种类"),
        own.services,
        empty=[],
        type="varchar[]",
    ),
    StagedColumn(
        "installed_on",
        "安装日期",
        _("安装日期"),
        ("installed on", "installed", "启用日期"),
        cells.day,
        empty=None,
        type="date",
    ),
)
COLUMNS: Mapping[str, tuple[StagedColumn, ...]] = {"sites": SITES, "terminals": TERMINALS}
