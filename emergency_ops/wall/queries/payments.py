"""A day of payments by method, out of the sums by ten minutes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from emergency_ops.wall.scope import Prefixes, code_of
from incidents.monitoring.models import PaymentSum, Rule
from incidents.monitoring.rulesets import ruleset
from incidents.monitoring.summing import PERIOD, REACH, period_of

PERIODS = int(REACH / PERIOD)
#: what stands as "now" is half an hour
LATEST = 3
#: methods that are drawn, the busiest
MOST_METHODS = 4


@dataclass(frozen=True, slots=True)
class MethodDay:
    """(ok, failed) by period, the oldest first; (0, 0) where nobody paid."""

    method: str
    periods: Sequence[tuple[int, int]]

    @property
    def tried(self) -> int:
        return sum(ok + failed for ok, failed in self.periods)

    @property
    def values(self) -> list[float | None]:
        """The share that succeeded, None where nobody tried."""
        return [ok / (ok + failed) if ok + failed else None for ok, failed in self.periods]

    @property
    def now(self) -> float | None:
        """The share that succeeded in the last half hour."""
        ok, failed = (sum(pair[side] for pair in self.periods[-LATEST:]) for side in (0, 1))
        return ok / (ok + failed) if ok + failed else None


@dataclass(frozen=True, slots=True)
class Payments:
    """The busiest methods in a lasting order; threshold is the share of failures that the rules call too much."""

    start: datetime
    methods: tuple[MethodDay, ...]
    threshold: float


def payments(prefixes: Prefixes, now: datetime) -> Payments:
    """Two queries; a row a region, method and period."""
    start = period_of(now) - PERIOD * (PERIODS - 1)
    rows = (
        PaymentSum.objects.filter(region_code__in=[code_of(prefix) for prefix in prefixes], start__gte=start)
        .order_by()
        .values_list("method", "start")
        .annotate(paid=Sum("ok"), lost=Sum("failed"))
    )
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(lambda: [(0, 0)] * PERIODS)
    for method, at, paid, lost in rows:
        number = int((at - start) / PERIOD)
        if number < PERIODS:
            found[method][number] = paid, lost
    busiest = sorted((MethodDay(name, days) for name, days in found.items()), key=lambda day: (-day.tried, day.method))
    chosen = sorted(busiest[:MOST_METHODS], key=lambda day: day.method)
    threshold = ruleset(Rule.objects.values_list("kind", "enabled", "parameters")).threshold
    return Payments(start, tuple(chosen), threshold)
