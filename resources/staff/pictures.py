"""How evenly duty is shared: everybody's hours against the mean of those who share it."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.bars import Bar, Bars
from emergency_ops.lib.charts.picture import Picture, Rest, table_columns
from emergency_ops.lib.charts.plane import Threshold
from emergency_ops.lib.charts.words import plain

from .models import CalendarDay
from .rules.calendar import RESTING

#: people who are drawn: those with most hours
MOST = 40


def duty_picture(people: QuerySet[Any], since: date, until: date) -> Picture:
    """People as queries_shifts.fairness counts them, in [since, until]. One query."""
    rows = list(_split(people, since, until))
    shown = rows[:MOST]
    hours = [_hours(row["duty_minutes"]) for row in rows]
    mean = round(fmean(hours), 1) if hours else 0.0
    bars = [_bar(row) for row in shown]
    names = [_("平日白天"), _("夜班"), _("周末和节假日白天")]
    reference = Threshold(mean, _("平均%(hours)s小时") % {"hours": plain(mean)})
    chart = Bars(bars, names, plain, reference=reference) if bars else None
    labels = (_("人员"), _("小时"), _("与平均之差"), _("班次数"), _("夜班"), _("周末和节假日"))
    columns = table_columns(*labels, numeric=range(1, 6))
    table = [
        [row["name"], own, round(own - mean, 1), row["duty_shifts"], row["duty_nights"], row["duty_rests"]]
        for row, own in zip(shown, hours, strict=False)
    ]
    return Picture(
        "duty",
        _("值班小时"),
        _in_words(rows, hours, mean) if rows else "",
        chart,
        columns,
        table,
        empty=_("排出班次后，这里显示每人的值班小时与平均的差距。"),
        rest=_rest(len(rows)) if len(rows) > MOST else None,
    )


def _rest(everybody: int) -> Rest:
    words = _("只显示小时最多的%(count)d人，共%(all)d人；平均和最少按全部人员计算。")
    return Rest(words % {"count": MOST, "all": everybody})


def _split(people: QuerySet[Any], since: date, until: date) -> Any:
    """With the minutes of night shifts, and of other shifts on days of rest."""
    resting = CalendarDay.objects.filter(kind__in=RESTING, day__range=(since, until)).values("day")
    by_day = Q(shifts__is_night=False, shifts__day__in=resting)
    split = people.annotate(
        night_minutes=Coalesce(Sum("shifts__minutes", filter=Q(shifts__is_night=True)), 0),
        rest_minutes=Coalesce(Sum("shifts__minutes", filter=by_day), 0),
    )
    return split.order_by("-duty_minutes", "name", "pk").values(
        "name", "duty_minutes", "duty_shifts", "duty_nights", "duty_rests", "night_minutes", "rest_minutes"
    )


def _bar(row: Any) -> Bar:
    night, rest = row["night_minutes"], row["rest_minutes"]
    parts = [_hours(row["duty_minutes"] - night - rest), _hours(night), _hours(rest)]
    facts = {"hours": plain(_hours(row["duty_minutes"])), "nights": row["duty_nights"], "rests": row["duty_rests"]}
    return Bar(row["name"], parts, _("%(hours)s小时 · 夜班%(nights)d · 休息日%(rests)d") % facts)


def _hours(minutes: int) -> float:
    return round(minutes / 60, 1)


def _in_words(rows: Sequence[Any], hours: Sequence[float], mean: float) -> str:
    most, least = hours[0], hours[-1]
    facts = {
        "count": len(rows), "mean": plain(mean), "first": rows[0]["name"], "most": plain(most),
        "last": rows[-1]["name"], "least": plain(least),
    }  # fmt: skip
    text = ngettext(
        "共%(count)d人，平均%(mean)s小时；最多%(first)s %(most)s小时，最少%(last)s %(least)s小时。",
        "共%(count)d人，平均%(mean)s小时；最多%(first)s %(most)s小时，最少%(last)s %(least)s小时。",
        len(rows),
    )
    return text % facts
