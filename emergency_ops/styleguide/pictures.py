"""One picture of each kind, with made-up figures."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from emergency_ops.lib.charts.bars import Bar, Bars
from emergency_ops.lib.charts.columns import Columns
from emergency_ops.lib.charts.gantt import Course, Gantt, Phase
from emergency_ops.lib.charts.lines import Lines, Series
from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.charts.plane import Threshold
from emergency_ops.lib.charts.ribbon import Row, Span, State
from emergency_ops.lib.charts.ribbons import ribbon_picture
from emergency_ops.lib.charts.slots import NamedSlots, TimeSlots

_HOUR = timedelta(hours=1)
_RATES = (
    [None] * 7 + [2.1, 2.4, 1.9, 2.2, 8.4, 23.4, 17.0, 6.2, 3.0, 2.2, 2.0, 2.1],
    [None] * 7 + [1.1, 1.4, 1.6, None, None, 1.4, 1.0, 1.2, 1.3, 1.2, 1.1, 0.9],
    [None] * 7 + [0.3, 0.4, 0.2, 0.2, 0.4, 0.4, 0.1, 0.2, 0.3, 0.2, 0.2, 0.1],
)


def pictures(present: datetime) -> list[Picture]:
    start = present.replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=1)
    return [_rates(start), _volume(start), _ribbon(start), _gantt(), _bars(), _waits()]


def _rates(start: datetime) -> Picture:
    names = [_("微信支付"), _("支付宝"), _("现金")]
    series = [Series(name, [*values, *[None] * 5]) for name, values in zip(names, _RATES, strict=True)]
    chart = Lines(
        TimeSlots(start, _HOUR, 24),
        series,
        lambda v: f"{v:g}%",
        Threshold(5, "5%"),
        blank=[hour < 7 for hour in range(24)],
    )
    rows = [[f"{hour}:00", *(one.values[hour] for one in series)] for hour in range(19)]
    columns = table_columns(_("时间"), *names, numeric=(1, 2, 3))
    return Picture("rates", _("支付失败率"), _("微信支付失败率最高 23.4%，高于 5% 线 4 小时。"), chart, columns, rows)


def _volume(start: datetime) -> Picture:
    names = [_("微信支付"), _("支付宝"), _("现金"), _("银行卡")]
    series = [
        Series(name, [None if hour < 7 else float((hour * 37 * (number + 2)) % 90 + 40) for hour in range(24)])
        for number, name in enumerate(names)
    ]
    chart = Columns(TimeSlots(start, _HOUR, 24), series, lambda v: f"{v:,.0f}")
    rows = [[f"{hour}:00", *(one.values[hour] for one in series)] for hour in range(24)]
    columns = table_columns(_("时间"), *names, numeric=(1, 2, 3, 4))
    return Picture("volume", _("支付笔数"), _("微信支付最多。"), chart, columns, rows)


def _ribbon(start: datetime) -> Picture:
    def spans(*parts: tuple[float, float, State]) -> list[Span]:
        return [Span(start + _HOUR * since, start + _HOUR * until, state) for since, until, state in parts]

    rows = [
        Row("310101-0001-01", spans((0, 8, State.CLOSED), (8, 11, State.WORKING), (11, 12.5, State.FAILED), (12.5, 18, State.WORKING))),
        Row("310101-0001-02", spans((0, 8, State.CLOSED), (8, 10, State.WORKING), (10, 13, State.DEGRADED), (13, 18, State.WORKING))),
        Row("310101-0001-03", spans((0, 8, State.CLOSED), (8, 9, State.WORKING), (9, 14, State.SILENT), (14, 16, State.MAINTENANCE))),
        Row("310101-0001-04", []),
    ]  # fmt: skip
    return ribbon_picture("ribbon", _("终端状态"), rows, start, start + _HOUR * 24, until=start + _HOUR * 18)


def _gantt() -> Picture:
    def course(label: str, ends: list[float], words: str, reached: float | None, goes_on: bool = False) -> Course:
        edges = [0.0, *ends]
        return Course(
            label, [Phase(a, b, n) for n, (a, b) in enumerate(zip(edges, ends, strict=False))], words, goes_on, reached
        )

    courses = [
        course("YJ-20261122-0007", [2, 6, 18, 71, 95], _("18分钟"), 18),
        course("YJ-20261122-0006", [5, 21, 48, 130, 300], _("48分钟"), 48),
        course("YJ-20261121-0002", [1, 3, 44], _("尚无替代方案"), None, True),
    ]
    names = [_("待确认"), _("已确认"), _("处置中，尚无替代"), _("替代服务中"), _("已恢复，待关闭")]
    chart = Gantt(courses, names, Threshold(30, _("30分钟")), _("替代方案开始服务"))
    rows = [[one.label, one.reached] for one in courses]
    return Picture(
        "gantt",
        _("事件进程"),
        _("3件事件中1件在30分钟内有替代方案。"),
        chart,
        table_columns(_("事件"), _("分钟"), numeric=(1,)),
        rows,
    )


def _bars() -> Picture:
    rows = [
        Bar(_("热敏打印头 · 上海库"), [4.5], _("4.5天"), [10, 7]),
        Bar(_("主控板 · 上海库"), [31], _("31天"), [12, 20]),
        Bar(_("扫码头 · 无锡库"), [140], _("140天"), [9, 20]),
        Bar(_("触摸屏 · 无锡库"), [0], _("90天内没有领用"), [], unknown=True),
    ]
    chart = Bars(rows, [_("可供天数")], lambda v: f"{v:g}", [_("最低库存"), _("补货周期")], most=90)
    table = [[row.label, None if row.unknown else row.parts[0]] for row in rows]
    return Picture(
        "bars",
        _("库存可供天数"),
        _("1种备件撑不到补货。"),
        chart,
        table_columns(_("备件"), _("天数"), numeric=(1,)),
        table,
    )


def _waits() -> Picture:
    names = [_("优先"), _("普通")]
    values: list[list[float | None]] = [[3.0, 4, 6, 5, None, 4, 3, 3], [8.0, 14, 19, 12, 5, 11, 9, 4]]
    series = [Series(name, one) for name, one in zip(names, values, strict=True)]
    hours = [f"{hour}{_('时')}" for hour in range(9, 17)]
    chart = Columns(
        NamedSlots(hours), series, lambda v: f"{v:g}", side_by_side=True, threshold=Threshold(15, _("15分钟"))
    )
    rows = [[hour, *pair] for hour, pair in zip(hours, zip(*values, strict=True), strict=True)]
    return Picture(
        "waits",
        _("等候时间"),
        _("普通号11时最久，19分钟。"),
        chart,
        table_columns(_("时段"), *names, numeric=(1, 2)),
        rows,
    )
