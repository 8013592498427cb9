"""What is usual in this fleet, learned from it, and weak assumptions that hold until something is learned."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .facts import Gaps, Size

HALF_LIFE: Final = 12 * 3600.0
OUTAGE_STEPS: Final = (0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 600, 900, 1200, 1800)
LATENESS_STEPS: Final = (2, 4, 6, 8, 10, 15, 20, 30, 45, 60, 120, 300)
# Assumed before anything is learned, in numbers of reports, pauses and payments that soon weigh nothing.
PRIOR_REPORTS: Final = 400.0
PRIOR_LOST: Final = 6.0
PRIOR_OUTAGES: Final = 0.4
OUTAGE_MEAN: Final = 120.0
OUTAGE_WEIGHT: Final = 3.0
PRIOR_PAYMENTS: Final = 150.0
PRIOR_FAILED: Final = 2.5


@dataclass(slots=True)
class Baseline:
    """Counts that fade with a half-life of twelve hours.

    `reports` pauses between two reports that ended; of them `lost` were one report long and `outages` longer, by length;
    `lateness` how much later than the interval the punctual ones came; `paid` and `failed` payments by method.
    """

    learned_until: float | None = None
    reports: float = 0.0
    lost: float = 0.0
    outages: list[float] = field(default_factory=lambda: [0.0] * len(OUTAGE_STEPS))
    late: list[float] = field(default_factory=lambda: [0.0] * (len(LATENESS_STEPS) + 1))
    paid: dict[str, float] = field(default_factory=dict)
    failed: dict[str, float] = field(default_factory=dict)
    interval: float = 60.0
    traffic: dict[str, float] = field(default_factory=dict)  # payments a minute by method, lately
    activity: float = 1.0  # payments lately, as a share of what is usual for the watched terminals

    # ---- reading

    @property
    def loss(self) -> float:
        """The share of single reports that get lost."""
        return (self.lost + PRIOR_LOST) / (self.reports + PRIOR_REPORTS)

    @property
    def slack(self) -> float:
        """Seconds that a punctual report may come later than its interval."""
        total = sum(self.late)
        if total < 200:
            return 8.0
        left = total * 0.002
        for upper, count in zip(reversed((*LATENESS_STEPS, 600)), reversed(self.late), strict=True):
            left -= count
            if left < 0:
                return float(upper)
        return 8.0

    def _outlasting(self, overdue: float) -> float:
        """The share of harmless outages that last longer than that many seconds."""
        seen = sum(self.outages)
        ends = (*OUTAGE_STEPS[1:], math.inf)
        longer = sum(count for end, count in zip(ends, self.outages, strict=True) if end > overdue)
        return (longer + OUTAGE_WEIGHT * math.exp(-overdue / OUTAGE_MEAN)) / (seen + OUTAGE_WEIGHT)

    def surprise(self, age: float, interval: float) -> float:
        """How unlikely it is that a working terminal was not heard for `age` seconds, in nats; 0 while its report is not due."""
        overdue = age - interval - self.slack - 0.05 * interval
        if overdue <= 0:
            return 0.0
        missed = 1 + int(overdue / interval)
        outage = (sum(self.outages) + PRIOR_OUTAGES) / (self.reports + PRIOR_REPORTS)
        return -math.log(min(1.0, self.loss**missed + outage * self._outlasting(overdue)))

    def failure_rate(self, method: str) -> float:
        """The usual share of failed payments of a method, drawn to the fleet's where the method has few."""
        everywhere = (sum(self.failed.values()) + PRIOR_FAILED) / (sum(self.paid.values()) + PRIOR_PAYMENTS)
        own = (self.failed.get(method, 0.0) + everywhere * PRIOR_PAYMENTS) / (
            self.paid.get(method, 0.0) + PRIOR_PAYMENTS
        )
        return max(own, 0.001)

    def payments_a_minute(self, size: Size, method: str) -> float:
        """What a group of that size takes lately; with a method, of that method's share in the fleet's traffic."""
        everywhere = sum(self.traffic.values())
        share = self.traffic.get(method, 0.0) / everywhere if method and everywhere else 1.0
        return size.hourly / 60 * self.activity * share

    # ---- learning

    def fade(self, now: float) -> None:
        """Let what was learned up to now weigh less."""
        since = now if self.learned_until is None else self.learned_until
        share = 0.5 ** (max(0.0, now - since) / HALF_LIFE)
        self.reports *= share
        self.lost *= share
        self.outages = [count * share for count in self.outages]
        self.late = [count * share for count in self.late]
        self.paid = {method: count * share for method, count in self.paid.items()}
        self.failed = {method: count * share for method, count in self.failed.items()}

    def learn_gaps(self, gaps: Gaps) -> None:
        """Take in pauses that ended. Those of terminals under a warning must have been left out."""
        self.reports += sum(gaps.late) + len(gaps.long)
        self.interval = gaps.interval or self.interval
        self.late = [old + new for old, new in zip(self.late, gaps.late, strict=True)]
        for length, interval in gaps.long:
            self._learn_pause(length - interval, interval)

    def _learn_pause(self, over: float, interval: float) -> None:
        if over < 1.5 * interval:
            self.lost += 1
        else:
            self.outages[sum(over >= step for step in OUTAGE_STEPS) - 1] += 1

    def learn_payments(self, minutes: float, totals: Mapping[str, tuple[int, int]], hourly: float) -> None:
        """Take in {method: (ok, failed)} of that many whole minutes, of terminals that are under no warning.

        `hourly` is what the watched terminals usually take.
        """
        for method, (ok, failed) in totals.items():
            self.paid[method] = self.paid.get(method, 0.0) + ok + failed
            self.failed[method] = self.failed.get(method, 0.0) + failed
            usual = self.traffic.get(method)
            lately = (ok + failed) / minutes
            self.traffic[method] = lately if usual is None else usual + (lately - usual) * min(1.0, minutes / 10)
        if hourly > 0:
            self.activity = min(5.0, max(0.2, sum(self.traffic.values()) * 60 / hourly))

    # ---- keeping

    def as_json(self) -> dict[str, Any]:
        """For the row that keeps it between two passes."""
        return {
            "reports": self.reports, "lost": self.lost, "outages": self.outages, "late": self.late, "paid": self.paid,
            "failed": self.failed, "interval": self.interval, "traffic": self.traffic,
            "activity": self.activity,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any], learned_until: float | None) -> "Baseline":
        """What was kept; lists of another length (an older version's) are forgotten."""
        fresh = cls(learned_until=learned_until)
        for name in ("reports", "lost", "paid", "failed", "interval", "traffic", "activity"):
            if name in data:
                setattr(fresh, name, data[name])
        for name in ("outages", "late"):
            if len(data.get(name, ())) == len(getattr(fresh, name)):
                setattr(fresh, name, list(data[name]))
        return fresh
