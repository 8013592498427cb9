"""Payments by method and slot of a period: of regions from the stored sums, of terminals from their minutes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, F, Func, QuerySet, Sum, Value
from django.db.models.functions import TruncDate

from emergency_ops.lib.charts.period import DAY, Period
from emergency_ops.lib.charts.slots import TimeSlots
from emergency_ops.lib.clock import SHANGHAI
from incidents.monitoring.models import MinuteWindow, PaymentDay, PaymentSum, SummedPeriod
from incidents.monitoring.retention import PAYMENTS_KEPT
from resources.network.choices import PaymentMethod
from resources.network.models import Terminal
from resources.network.regions import WHOLE_COUNTRY

Pair = tuple[int, int]


@dataclass(frozen=True)
class Paid:
    """(ok, failed) by method and slot, the methods in a lasting order. known: whether anybody has counted in a slot."""

    slots: TimeSlots
    methods: dict[str, Sequence[Pair]]
    known: Sequence[bool]

    @property
    def total(self) -> int:
        return sum(ok + failed for pairs in self.methods.values() for ok, failed in pairs)


def paid_in_regions(prefixes: Sequence[str], period: Period, method: str = "") -> Paid:
    """Of the regions with these prefixes. Two queries; four where steps are days."""
    sums = PaymentSum.objects.filter(region_code__in=[prefix.ljust(6, "0") for prefix in prefixes])
    if period.step >= DAY:
        return _by_day(sums, prefixes, period, method)
    sums = sums.filter(start__gte=period.start, start__lt=period.end)
    summed = SummedPeriod.objects.filter(start__gte=period.start, start__lt=period.end)
    slots = set(summed.order_by().values_list(_slot("start", period), flat=True).distinct())
    known = [period.start + period.step * number in slots for number in range(period.slots.count)]
    return _paid(
        _slotted(sums, "start", period, method), period, known, lambda at: int((at - period.start) / period.step)
    )


def paid_at(terminals: QuerySet[Terminal], period: Period, method: str = "") -> Paid:
    """At these terminals, out of their minutes, which are kept for PAYMENTS_KEPT. One query."""
    windows = MinuteWindow.objects.filter(
        terminal__in=terminals.order_by().values("pk"), minute__gte=period.start, minute__lt=period.end
    )
    oldest = period.now - PAYMENTS_KEPT
    known = [period.start + period.step * number >= oldest for number in range(period.slots.count)]
    found = _slotted(windows, "minute", period, method)
    return _paid(found, period, known, lambda at: int((at - period.start) / period.step))


def _by_day(sums: QuerySet[PaymentSum], prefixes: Sequence[str], period: Period, method: str) -> Paid:
    """Days that are over have a row of their own; the last ones are added up from their ten minutes."""
    first, last = (moment.astimezone(SHANGHAI).date() for moment in (period.start, period.end - timedelta(seconds=1)))
    days = PaymentDay.objects.filter(day__range=(first, last))
    written = set(days.filter(region_code=WHOLE_COUNTRY).order_by().values_list("day", flat=True).distinct())
    here = days.filter(region_code__in=[prefix.ljust(6, "0") for prefix in prefixes])
    newest = max(written, default=None)
    since = period.start if newest is None else datetime.combine(newest + DAY, datetime.min.time(), SHANGHAI)
    late = sums.filter(start__gte=max(since, period.start), start__lt=period.end)
    counted = SummedPeriod.objects.filter(start__gte=max(since, period.start), start__lt=period.end)
    local = TruncDate("start", tzinfo=SHANGHAI)
    recent = set(counted.order_by().values_list(local, flat=True).distinct())
    rows = [*_summed(here, method, F("day")), *_summed(late, method, local)]
    known = [first + DAY * number in written | recent for number in range(period.slots.count)]
    return _paid(rows, period, known, lambda at: (at - first).days)


def _slot(field: str, period: Period) -> Func:
    return Func(
        Value(period.step), F(field), Value(period.start), function="date_bin", output_field=DateTimeField()
    )  # fmt: skip


def _slotted(rows: QuerySet[Any], field: str, period: Period, method: str) -> list[tuple[str, Any, int, int]]:
    return _summed(rows, method, _slot(field, period))


def _summed(rows: QuerySet[Any], method: str, slot: Any) -> list[tuple[str, Any, int, int]]:
    chosen = rows.filter(method=method) if method else rows
    grouped = chosen.order_by().values("method", slot=slot).annotate(paid=Sum("ok"), lost=Sum("failed"))
    return list(grouped.values_list("method", "slot", "paid", "lost"))


def _paid(
    rows: Iterable[tuple[str, Any, int, int]], period: Period, known: Sequence[bool], number: Callable[[Any], int]
) -> Paid:
    slots = period.slots
    found: defaultdict[str, list[Pair]] = defaultdict(lambda: [(0, 0)] * slots.count)
    for method, at, ok, failed in rows:
        if 0 <= (slot := number(at)) < slots.count:
            found[method][slot] = ok, failed
    seen = [is_known or any(pairs[slot] != (0, 0) for pairs in found.values()) for slot, is_known in enumerate(known)]
    order = {method: place for place, method in enumerate(PaymentMethod.values)}
    methods = sorted(found, key=lambda method: (order.get(method, len(order)), method))
    return Paid(slots, {method: found[method] for method in methods}, seen)
