"""How incidents went: from the detection over the substitute to the end, against the 30 minutes."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.gantt import Course, Gantt
from emergency_ops.lib.charts.period import Period
from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.charts.plane import Threshold
from emergency_ops.lib.charts.times import lasting
from emergency_ops.lib.charts.words import maybe
from emergency_ops.lib.wording import sentences
from incidents.response.models import Incident
from incidents.response.rules.clock import LIMIT

from .rules import Moments, phases

#: the newest ones that are drawn
MOST = 25
FIELDS = (
    "number", "title", "clock_started_at", "clock_due_at", "confirmed_at", "activated_at", "clock_stopped_at",
    "restored_at", "closed_at",
)  # fmt: skip
LIMIT_MINUTES = LIMIT / timedelta(minutes=1)


def courses_picture(incidents: QuerySet[Incident], period: Period) -> Picture:
    """The newest incidents of a period. One query."""
    rows = list(incidents.only(*FIELDS).order_by("-opened_at", "-pk")[: MOST + 1])
    shown = rows[:MOST]
    names = [_("待确认"), _("已确认"), _("处置中，无替代服务"), _("替代方案服务中"), _("已恢复，未关闭")]
    limit = Threshold(LIMIT_MINUTES, _("30分钟"))
    chart = Gantt([_course(row, period.now) for row in shown], names, limit, _("替代方案开始服务")) if shown else None
    labels = (_("事件"), _("标题"), _("确认"), _("启动响应"), _("替代服务"), _("恢复"), _("关闭"))
    numbers = range(2, len(labels))
    columns = table_columns(*labels, numeric=numbers, shown=dict.fromkeys(numbers, maybe))
    note = _("自首次预警起计算，单位为分钟。")
    if len(rows) > MOST:
        note = sentences(note, _("只显示最近%(count)d件。") % {"count": MOST})
    return Picture(
        "courses",
        _("事件进程 · %(days)s") % {"days": period.words},
        _finding(shown, period.now) if shown else "",
        chart,
        columns,
        [_row(row) for row in shown],
        empty=_("发生事件后，这里显示每件从预警到关闭的进程和30分钟线。"),
        note=note,
        hrefs=[reverse("incidents:detail", args=[row.number]) for row in shown],
    )


def moments_of(row: Incident) -> Moments:
    return Moments(
        row.clock_started_at, row.confirmed_at, row.activated_at, row.clock_stopped_at, row.restored_at, row.closed_at
    )


def _course(row: Incident, now: datetime) -> Course:
    moments = moments_of(row)
    served = moments.minutes(moments.served)
    goes_on = row.closed_at is None
    return Course(f"{row.number} {row.title}", phases(moments, now), _words(row), goes_on, served)


def _words(row: Incident) -> str:
    if row.clock_stopped_at is not None:
        return lasting(max(row.clock_stopped_at - row.clock_started_at, timedelta()))
    return _("未用替代方案") if row.restored_at or row.closed_at else _("尚无替代方案")


def _row(row: Incident) -> list[object]:
    moments = moments_of(row)
    reached = (moments.confirmed, moments.activated, moments.served, moments.restored, moments.closed)
    minutes = [moments.minutes(at) for at in reached]
    return [row.number, row.title, *(None if one is None else round(one) for one in minutes)]


def _finding(rows: list[Incident], now: datetime) -> str:
    met = sum(row.clock_stopped_at is not None and row.clock_stopped_at <= row.clock_due_at for row in rows)
    late = sum(_is_late(row, now) for row in rows)
    facts = {"count": len(rows), "met": met, "late": late, "other": len(rows) - met - late}
    text = ngettext(
        "共%(count)d件事件：%(met)d件在30分钟内有替代方案服务，%(late)d件超时，%(other)d件未到时限或未用替代方案就恢复。",
        "共%(count)d件事件：%(met)d件在30分钟内有替代方案服务，%(late)d件超时，%(other)d件未到时限或未用替代方案就恢复。",
        len(rows),
    )
    return text % facts


def _is_late(row: Incident, now: datetime) -> bool:
    return (row.clock_stopped_at or row.restored_at or row.closed_at or now) > row.clock_due_at
