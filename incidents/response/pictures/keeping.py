"""How well the 30 minutes were kept: by week, by region, and the incidents that missed them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.bars import Bar, Bars
from emergency_ops.lib.charts.columns import Columns
from emergency_ops.lib.charts.drawing import BAD, GOOD
from emergency_ops.lib.charts.lines import Lines, Series
from emergency_ops.lib.charts.period import Period
from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.charts.plane import Threshold
from emergency_ops.lib.charts.slots import NamedSlots
from emergency_ops.lib.charts.times import day, lasting, moment_words
from emergency_ops.lib.charts.words import count, kept_per_cent, maybe, maybe_per_cent, plain
from emergency_ops.lib.clock import SHANGHAI
from incidents.response.models import Incident
from resources.network.divisions import name_of

from .courses import LIMIT_MINUTES
from .queries import Kept, kept_by_region, kept_by_week, misses

WEEK = timedelta(days=7)
MOST_REGIONS, MOST_MISSES = 20, 25


def keeping_pictures(incidents: QuerySet[Incident], period: Period, digits: int) -> list[Picture]:
    """digits: of the regions' codes by which they are grouped. Three queries."""
    weeks = _weeks(kept_by_week(incidents, period.now), period)
    total = sum(one.met for _monday, one in weeks), sum(one.missed for _monday, one in weeks)
    return [
        _shares(weeks, total, period),
        _minutes(weeks),
        _regions(kept_by_region(incidents, digits, period.now)),
        _misses(misses(incidents, period.now, MOST_MISSES), total[1], period),
    ]


def _weeks(found: Mapping[date, Kept], period: Period) -> list[tuple[date, Kept]]:
    """Every week that the period touches, those without an incident too."""
    first = period.start.astimezone(SHANGHAI).date()
    monday = first - timedelta(days=first.weekday())
    last = (period.until - timedelta(seconds=1)).astimezone(SHANGHAI).date()
    none = Kept(0, 0, None, None)
    weeks = range((last - monday).days // 7 + 1)
    return [(monday + WEEK * number, found.get(monday + WEEK * number, none)) for number in weeks]


def _shares(weeks: Sequence[tuple[date, Kept]], total: tuple[int, int], period: Period) -> Picture:
    met, missed = total
    names = [_("30分钟内"), _("超时")]
    series = [
        Series(names[0], [float(one.met) for _monday, one in weeks]),
        Series(names[1], [float(one.missed) for _monday, one in weeks]),
    ]
    notes = ["" if one.share is None else kept_per_cent(one.share) for _monday, one in weeks]
    chart = Columns(_slots(weeks), series, count, notes=notes, looks=(GOOD, BAD)) if met + missed else None
    facts = {
        "days": period.words,
        "share": kept_per_cent(met / (met + missed)) if chart else "",
        "met": met,
        "all": met + missed,
    }
    columns = table_columns(
        _("周（周一）"), *names, _("达标率"), _("中位（分钟）"), _("90%（分钟）"), numeric=range(1, 6),
        shown={3: maybe_per_cent, 4: maybe, 5: maybe},
    )  # fmt: skip
    return Picture(
        "kept",
        _("30分钟达标率 · 按周"),
        ngettext(
            "%(days)s共%(all)d件，其中%(met)d件在30分钟内有替代方案服务，达标率%(share)s。",
            "%(days)s共%(all)d件，其中%(met)d件在30分钟内有替代方案服务，达标率%(share)s。",
            met + missed,
        )
        % facts,
        chart,
        columns,
        [_week(monday, one) for monday, one in weeks],
        empty=_("有了计时的事件后，这里按周显示达标率。"),
        note=_("不计误报、并入其他事件的、未到时限的，以及30分钟内未用替代方案就恢复的。"),
    )


def _week(monday: date, one: Kept) -> list[object]:
    share = None if one.share is None else round(100 * one.share, 1)
    return [monday.isoformat(), one.met, one.missed, share, in_minutes(one.median), in_minutes(one.ninety)]


def _minutes(weeks: Sequence[tuple[date, Kept]]) -> Picture:
    names = [_("中位"), _("90%的事件不超过")]
    medians = [in_minutes(one.median) for _monday, one in weeks]
    nineties = [in_minutes(one.ninety) for _monday, one in weeks]
    known = [value for value in nineties if value is not None]
    series = [Series(names[0], medians), Series(names[1], nineties)]
    limit = Threshold(LIMIT_MINUTES, _("30分钟"))
    chart = Lines(_slots(weeks), series, plain, limit, blank=[False] * len(weeks)) if known else None
    rows = [
        [monday.isoformat(), *pair]
        for (monday, _one), pair in zip(weeks, zip(medians, nineties, strict=True), strict=True)
    ]
    facts = {
        "count": sum(value > LIMIT_MINUTES for value in known),
        "weeks": len(known),
        "most": plain(max(known, default=0.0)),
    }
    return Picture(
        "minutes",
        _("替代方案开始服务用了多少分钟 · 按周"),
        _("%(weeks)d周中%(count)d周有超过一成的事件晚于30分钟；90%%的一周最多%(most)s分钟。") % facts,
        chart,
        table_columns(_("周（周一）"), *names, numeric=(1, 2), shown={1: maybe, 2: maybe}),
        rows,
        empty=_("有替代方案服务过的事件后，这里按周显示用时。"),
    )


def _regions(found: Mapping[str, Kept]) -> Picture:
    timed = sorted(
        ((code, one) for code, one in found.items() if one.share is not None), key=lambda pair: (pair[1].share, pair[0])
    )[:MOST_REGIONS]
    names = [_("30分钟内"), _("超时")]
    bars = [Bar(_region(code), [float(one.met), float(one.missed)], _share_words(one)) for code, one in timed]
    chart = Bars(bars, names, count, looks=(GOOD, BAD), whole=True) if bars else None
    rows = [
        [_region(code), one.met, one.missed, round(100 * (one.share or 0), 1), in_minutes(one.median)]
        for code, one in timed
    ]
    columns = table_columns(
        _("区域"), *names, _("达标率"), _("中位（分钟）"), numeric=range(1, 5), shown={3: maybe_per_cent, 4: maybe}
    )
    finding = (
        _("达标率最低的是%(region)s：%(share)s。") % {"region": bars[0].label, "share": bars[0].words} if bars else ""
    )
    title = _("30分钟达标率 · 按区域")
    return Picture("regions", title, finding, chart, columns, rows, empty=_("有了计时的事件后，这里按区域显示达标率。"))


def _share_words(one: Kept) -> str:
    return _("%(share)s（%(met)d/%(all)d）") % {
        "share": kept_per_cent(one.share or 0),
        "met": one.met,
        "all": one.met + one.missed,
    }


def _region(code: str) -> str:
    """Incidents of a wider region than asked for stand under that one's name."""
    whole = code.ljust(6, "0")
    return name_of(whole) or whole if code else _("未定区域")


def _misses(rows: Sequence[Incident], total: int, period: Period) -> Picture:
    bars = [Bar(f"{row.number} {row.title}", [_took(row, period.now)], _took_words(row, period.now)) for row in rows]
    limit = Threshold(LIMIT_MINUTES, _("30分钟"))
    chart = Bars(bars, [_("分钟")], plain, reference=limit, most=240, looks=(BAD,)) if bars else None
    table = [[row.number, row.title, row.opened_at, round(_took(row, period.now))] for row in rows]
    columns = table_columns(_("事件"), _("标题"), _("登记时间"), _("分钟"), numeric=(3,), shown={2: moment_words})
    finding = _("共%(total)d件超时，列出最近%(count)d件。") % {"total": total, "count": len(rows)} if bars else ""
    hrefs = [reverse("incidents:detail", args=[row.number]) for row in rows]
    empty = _("%(days)s没有超时的事件。有的时候逐件列在这里。") % {"days": period.words}
    return Picture("misses", _("超时的事件"), finding, chart, columns, table, empty, hrefs=hrefs)


def _took(row: Incident, now: datetime) -> float:
    """Minutes until a substitute served; until the end or now where none has."""
    end = row.clock_stopped_at or row.restored_at or row.closed_at or now
    return max(0.0, (end - row.clock_started_at) / timedelta(minutes=1))


def _took_words(row: Incident, now: datetime) -> str:
    words = lasting(timedelta(minutes=_took(row, now)))
    return words if row.clock_stopped_at else _("无替代，%(lasting)s") % {"lasting": words}


def _slots(weeks: Sequence[tuple[date, Kept]]) -> NamedSlots:
    return NamedSlots([day(datetime.combine(monday, time(12), SHANGHAI)) for monday, _one in weeks])


def in_minutes(span: timedelta | None) -> float | None:
    return None if span is None else round(span / timedelta(minutes=1), 1)
