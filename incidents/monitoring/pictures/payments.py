"""Failure rate and volume by payment method, over time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emergency_ops.lib.charts.columns import Columns
from emergency_ops.lib.charts.lines import Lines, Series
from emergency_ops.lib.charts.period import DAY, Period
from emergency_ops.lib.charts.picture import Picture, table_columns
from emergency_ops.lib.charts.plane import Threshold
from emergency_ops.lib.charts.times import day, lasting, moment_words
from emergency_ops.lib.charts.words import count, maybe, maybe_per_cent, per_cent, round_per_cent
from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.wording import sentences
from incidents.monitoring.evidence import method_name

from .queries import Paid, Pair

#: a slot with fewer payments makes no peak: one failure of two is no news
FEWEST = 10


def payment_pictures(paid: Paid, period: Period, threshold: float, place: str, note: str = "") -> list[Picture]:
    """threshold: the share of failures that the rules call too much. place: whose payments, for the titles."""
    note = sentences(note, _blank_in_words(paid, period), _("表中不列没有支付的时段。"))
    empty = _("终端上报支付后，这里按支付方式显示%(days)s的失败率和笔数。") % {"days": period.words}
    few = _("最高值只看满%(count)d笔的时段。") % {"count": FEWEST}
    return [
        _rates(paid, period, threshold, place, empty, sentences(note, few)),
        _volume(paid, period, place, empty, note),
    ]


def _blank_in_words(paid: Paid, period: Period) -> str:
    """What the hatch means: of days only payments are kept, so that one without any looks like one without a report."""
    if not any(_blank(paid, period)):
        return ""
    if period.step >= DAY:
        return _("画斜线的日子没有缴费记录：没有收到上报，或者当天没有人缴费。")
    return _("画斜线的时段没有统计，不等于没有缴费。")


def _rates(paid: Paid, period: Period, threshold: float, place: str, empty: str, note: str) -> Picture:
    series = [
        Series(method_name(method), [100 * failed / (ok + failed) if ok + failed else None for ok, failed in pairs])
        for method, pairs in paid.methods.items()
    ]
    limit = Threshold(100 * threshold, _("%(limit)s预警线") % {"limit": f"{100 * threshold:g}%"})
    chart = Lines(paid.slots, series, round_per_cent, limit, blank=_blank(paid, period)) if paid.total else None
    columns = table_columns(
        _("时间"), *(one.name for one in series), numeric=range(1, len(series) + 1),
        shown={0: _at, **dict.fromkeys(range(1, len(series) + 1), maybe_per_cent)},
    )  # fmt: skip
    title = _("支付失败率 · %(place)s") % {"place": place}
    finding = rates_in_words(paid, threshold) if chart else ""
    return Picture("rates", title, finding, chart, columns, _rows(series, paid, period, 1), empty, note)


def _volume(paid: Paid, period: Period, place: str, empty: str, note: str) -> Picture:
    known = [is_known and slot < period.begun for slot, is_known in enumerate(paid.known)]
    series = [
        Series(
            method_name(method), [float(sum(pair)) if here else None for pair, here in zip(pairs, known, strict=True)]
        )
        for method, pairs in paid.methods.items()
    ]
    chart = Columns(paid.slots, series, count, blank=_blank(paid, period)) if paid.total else None
    numbers = range(1, len(series) + 1)
    columns = table_columns(
        _("时间"), *(one.name for one in series), numeric=numbers, shown={0: _at, **dict.fromkeys(numbers, maybe)}
    )
    title = _("支付笔数 · %(place)s") % {"place": place}
    finding = volume_in_words(paid) if chart else ""
    return Picture("volume", title, finding, chart, columns, _rows(series, paid, period, 0), empty, note)


def rates_in_words(paid: Paid, threshold: float) -> str:
    """Which method failed most, when, and for how long it was above the line. Slots with few payments only count where all have few."""
    least = FEWEST if any(sum(pair) >= FEWEST for pairs in paid.methods.values() for pair in pairs) else 1
    counting = {
        (method, slot): _share(pair)
        for method, pairs in paid.methods.items()
        for slot, pair in enumerate(pairs)
        if sum(pair) >= least
    }
    method, slot = max(counting, key=lambda one: (counting[one], one[1], one[0]))
    share = counting[method, slot]
    facts = {
        "method": method_name(method),
        "when": _when(paid, slot),
        "share": per_cent(share),
        "limit": f"{100 * threshold:g}%",
    }
    above = sum(found > threshold for (one, _slot), found in counting.items() if one == method)
    if share <= threshold:
        return _("没有支付方式的失败率超过%(limit)s；最高是%(method)s，%(when)s %(share)s。") % facts
    facts["lasting"] = lasting(paid.slots.step * above)
    return _("%(method)s失败率%(when)s最高 %(share)s，高于%(limit)s线共%(lasting)s。") % facts


def volume_in_words(paid: Paid) -> str:
    """How many payments, by which method most."""
    totals = {method: sum(ok + failed for ok, failed in pairs) for method, pairs in paid.methods.items()}
    method = max(totals, key=lambda one: totals[one])
    facts = {"total": count(paid.total), "method": method_name(method), "share": per_cent(totals[method] / paid.total)}
    text = ngettext(
        "共%(total)s笔，以%(method)s最多，占%(share)s。", "共%(total)s笔，以%(method)s最多，占%(share)s。", paid.total
    )
    return text % facts


def _share(pair: Pair) -> float:
    ok, failed = pair
    return failed / (ok + failed)


def _when(paid: Paid, slot: int) -> str:
    at = paid.slots.start + paid.slots.step * slot
    return day(at) if paid.slots.step >= DAY else moment_words(at)


def _blank(paid: Paid, period: Period) -> list[bool]:
    return [slot < period.begun and not known for slot, known in enumerate(paid.known)]


def _rows(series: Sequence[Series], paid: Paid, period: Period, digits: int) -> list[list[object]]:
    """A row a slot that has begun, with its time or day; slots in which nobody paid are left out, those of which nothing is known are not."""
    quiet = [
        known and not any(sum(pairs[slot]) for pairs in paid.methods.values()) for slot, known in enumerate(paid.known)
    ]
    return [
        [
            _begin(paid.slots.start + paid.slots.step * slot, paid.slots.step),
            *(_cell(one.values[slot], digits) for one in series),
        ]
        for slot in range(period.begun)
        if not quiet[slot]
    ]


def _cell(value: float | None, digits: int) -> float | int | None:
    if value is None:
        return None
    return round(value, digits) if digits else round(value)


def _begin(at: datetime, step: timedelta) -> datetime | date:
    return at.astimezone(SHANGHAI).date() if step >= DAY else at


def _at(begin: datetime | date) -> str:
    return moment_words(begin) if isinstance(begin, datetime) else day(datetime.combine(begin, time(), SHANGHAI))
