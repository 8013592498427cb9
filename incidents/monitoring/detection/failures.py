"""Failing payments: where more fail than usual, and which grouping explains it best.

Two steps, so that little has to be read: `suspects` looks only at minutes with failures and names the groups worth counting;
`hypotheses` weighs those with all their payments, each against the usual rates of its own mix of methods.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .baseline import Baseline
from .facts import By, Group, Hypothesis, Kind, Paid, Rules, Size
from .groups import WIDE, category_of

WINDOWS: Final = (1, 2, 3, 4, 6, 8, 12, 16, 20, 30, 45, 60)  # minutes
PLENTY: Final = 60  # so many failures in a window need no longer one
# Groupings that are compared: (kind, whether by payment method). Evidence in nats from which on one is taken for real.
ENOUGH: Final = {
    (By.TERMINAL, False): 12.5, (By.TERMINAL, True): 14.5, (By.SITE, True): 13.0, (By.SITE, False): 15.0,
    (By.LINE, False): 18.0, (By.VERSION, False): 13.0, (By.REGION, True): 17.0, (By.REGION, False): 18.0,
    (By.RELEASE, False): 18.0, (By.NETWORK, True): 13.0, (By.NETWORK, False): 18.0,
}  # fmt: skip
COST: Final = {key: enough - 12.5 for key, enough in ENOUGH.items()}
GROWN_WIDE: Final = 9.0
GROWN: Final = 6.0  # what the rest of a wider group must show by itself when part of it is known to fail
BEYOND_ONE: Final = 3.0  # what must remain without the member that speaks loudest
NEAR: Final = (By.TERMINAL, By.SITE, By.VERSION)  # groups whose members are terminals; those of the others are sites
FEWEST: Final = 3  # fewer failures are chance
WORTH_COUNTING: Final = {By.TERMINAL: 4.0, By.SITE: 5.0}  # nats, by expected payments; counting them comes next
WORTH_COUNTING_WIDE: Final = 6.0
CAREFUL: Final = 0.7  # traffic differs by the hour: expect that share of the usual only
RISE: Final = 2.0  # times the usual rate that failures must at least reach
DENIES: Final = -3.0  # a member that weighs so much against a failure does not have it
CAUTION: Final = 0.6  # the rate at which members are asked is that share of the group's, which was seen at its worst
LEEWAY: Final = 1.15  # usual rates differ a little from terminal to terminal


@dataclass(slots=True)
class Tally:
    """Payments of some terminals: failed and attempted, and how many failures would be usual."""

    failed: int = 0
    tried: int = 0
    usual: float = 0.0

    def add(self, paid: Paid, rate: float) -> None:
        """Count one minute in."""
        self.failed += paid.failed
        self.tried += paid.ok + paid.failed
        self.usual += (paid.ok + paid.failed) * rate

    def minus(self, other: "Tally") -> "Tally":
        """What remains without the other."""
        return Tally(self.failed - other.failed, self.tried - other.tried, self.usual - other.usual)

    def agreement(self, rate: float) -> float:
        """Nats for "fails at that rate" against "as usual"; below 0 where it speaks against."""
        if not self.tried or rate <= 0:
            return 0.0
        usual = min(self.usual / self.tried, 0.5 * rate)
        passed = self.tried - self.failed
        return self.failed * math.log(rate / usual) + passed * math.log((1 - rate) / (1 - usual))

    def weight(self, floor: float) -> float:
        """Nats for "fails more often than usual, and more often than `floor`" against "as usual"; 0 where it does not."""
        if not self.failed or not self.tried:
            return 0.0
        usual = min(LEEWAY * self.usual / self.tried, 0.8 * floor)
        rate = self.failed / self.tried
        if rate < max(floor, RISE * usual):
            return 0.0
        passed = self.tried - self.failed
        weight = self.failed * math.log(rate / usual)
        return weight + (passed * math.log((1 - rate) / (1 - usual)) if passed else 0.0)


@dataclass(slots=True)
class Counted:
    """A group's payments by window, as a whole and by member (terminal, or site for wide groups).

    Only the first `windows` of WINDOWS are complete: the payments before have not been read.
    """

    windows: int
    whole: list[Tally] = field(default_factory=lambda: [Tally() for _ in WINDOWS])
    members: dict[str, list[Tally]] = field(default_factory=lambda: defaultdict(lambda: [Tally() for _ in WINDOWS]))
    failing: dict[int, float] = field(default_factory=dict)  # terminal: first minute with a failure
    methods: list[dict[str, int]] = field(default_factory=lambda: [{} for _ in WINDOWS])  # failures by method


def kinds_by(rules: Rules) -> list[tuple[By, bool]]:
    """The groupings that the rules leave on."""
    on = rules.groupings
    allowed = {
        By.TERMINAL: "terminal" in on, By.SITE: "site" in on, By.LINE: "line" in on, By.VERSION: "version" in on,
        By.RELEASE: "version" in on, By.REGION: "region" in on, By.NETWORK: "method" in on,
    }  # fmt: skip
    return [(by, split) for by, split in ENOUGH if allowed[by] and (not split or "method" in on)]


Steps = Mapping[Group, Sequence[int]]


def count_failures(failing: Iterable[Paid], rules: Rules, now: float) -> Steps:
    """Failures of every group that has at least FEWEST of them, by the first of WINDOWS that they fall into.

    A large fleet has tens of thousands of such minutes, so those that are in the same wide groups are added up before.
    """
    window_of = _Windows(now, rules.window)
    near, wide = _Steps(), _Steps()
    totals: dict[tuple[By, str], int] = defaultdict(int)
    alike: dict[tuple[str, ...], Mapping[By, str]] = {}
    for paid in failing:
        first = window_of[paid.minute]
        if first is not None:
            keys, method, failed = paid.place.keys, paid.method, paid.failed
            for by in (By.TERMINAL, By.SITE):
                near[by, keys[by], method][first] += failed
                totals[by, keys[by]] += failed
            cell = (keys[By.LINE], keys[By.REGION], keys[By.RELEASE], method)
            alike[cell] = keys
            wide[cell][first] += failed
    counts = _Steps()
    near_enough = [(name, steps) for name, steps in near.items() if totals[name[:2]] >= FEWEST]
    for by, split in kinds_by(rules):
        if by in WIDE:
            rows = [((by, alike[cell][by], cell[-1] if split else ""), steps) for cell, steps in wide.items()]
        else:
            rows = [((by, name[1], name[2] if split else ""), s) for name, s in near_enough if name[0] is by]
        for name, steps in rows:
            counts.add(name, steps)
    return {Group(*name): steps for name, steps in counts.items() if name[1] and sum(steps) >= FEWEST}


class _Steps(defaultdict[tuple[Any, ...], list[int]]):
    """Failures by window, under any name."""

    def __init__(self) -> None:
        super().__init__(lambda: [0] * len(WINDOWS))

    def add(self, name: tuple[Any, ...], steps: list[int]) -> None:
        """Add up, but share the list where nothing is there yet."""
        had = self.get(name)
        self[name] = steps if had is None else [a + b for a, b in zip(had, steps, strict=True)]


def suspects(
    counts: Steps, sizes: Mapping[Group, Size], baseline: Baseline, rules: Rules, now: float
) -> dict[Group, float]:
    """Groups with more failures than their usual payments give, each with the moment from which it is worth counting.

    `sizes` are of the groups without their payment methods; a group whose size is not known is worth counting.
    """
    found: dict[Group, float] = {}
    for group, steps in counts.items():
        size = sizes.get(group._replace(method=""), Size(0, 0.0))
        payments, rate = baseline.payments_a_minute(size, group.method), baseline.failure_rate(group.method)
        enough = WORTH_COUNTING.get(group.by, WORTH_COUNTING_WIDE)
        if minutes := _worth_counting(steps, payments, rate, rules.threshold, enough):
            found[group] = now - minutes * 60
    return found


def _worth_counting(steps: Sequence[int], payments: float, rate: float, threshold: float, enough: float) -> int | None:
    failed, longest = 0, None
    for minutes, more in zip(WINDOWS, steps, strict=True):
        failed += more
        tried = payments * (minutes + 0.5)
        usual = CAREFUL * tried * rate
        if failed >= max(FEWEST, tried * max(0.5 * threshold, 1.3 * rate)) and failed > usual:
            odds = failed * math.log(failed / usual) - (failed - usual) if usual > 0 else math.inf
            longest = minutes if odds > enough else longest
        if failed >= PLENTY:
            break
    return longest


class _Windows(dict[float, int | None]):
    """The first of WINDOWS that a minute falls into; None where it is too old. Worked out once a minute."""

    def __init__(self, now: float, longest: int) -> None:
        super().__init__()
        self._now = now
        self._longest = longest

    def __missing__(self, minute: float) -> int | None:
        age = (self._now - minute) / 60
        found = (i for i, minutes in enumerate(WINDOWS) if age <= minutes + 1 and minutes <= self._longest)
        self[minute] = first = next(found, None)
        return first


def hypotheses(
    groups: Mapping[Group, float], payments: Iterable[Paid], baseline: Baseline, rules: Rules, now: float
) -> list[Hypothesis]:
    """The groups whose payments fail beyond chance. `payments` are all of the groups', without what is explained already."""
    counted = {group: Counted(sum(now - m * 60 >= since for m in WINDOWS)) for group, since in groups.items()}
    kinds = {(group.by, bool(group.method)) for group in groups}
    rates: dict[str, float] = {}
    window_of = _Windows(now, rules.window)
    for paid in payments:
        first = window_of[paid.minute]
        if first is None:
            continue
        rate = rates.setdefault(paid.method, baseline.failure_rate(paid.method))
        keys = paid.place.keys
        for by, split in kinds:
            count = counted.get(Group(by, keys[by], paid.method if split else ""))
            if count and first < count.windows:
                _count(count, paid, rate, first, paid.place.code if by in NEAR else paid.place.site)
    return [h for group, count in counted.items() if (h := _weigh(group, count, rules, now))]


def _count(count: Counted, paid: Paid, rate: float, first: int, member: str) -> None:
    part = count.members[member]
    for i in range(first, count.windows):
        count.whole[i].add(paid, rate)
        part[i].add(paid, rate)
    if paid.failed:
        for methods in count.methods[first:]:
            methods[paid.method] = methods.get(paid.method, 0) + paid.failed
        terminal = paid.place.terminal
        count.failing[terminal] = min(paid.minute, count.failing.get(terminal, math.inf))


def _weigh(group: Group, count: Counted, rules: Rules, now: float) -> Hypothesis | None:
    weights = [
        tally.weight(rules.threshold) if tally.failed >= FEWEST and tally.tried >= rules.minimum_sample else 0.0
        for tally in count.whole[: count.windows]
    ]
    best = max(range(len(weights)), key=lambda i: weights[i], default=0)
    if not weights or weights[best] < (GROWN_WIDE if group.by in WIDE else GROWN):
        return None
    tally, kind = count.whole[best], (group.by, bool(group.method))
    alone = _loudest(count, best, rules.threshold)
    shared = group.by is By.TERMINAL or tally.minus(alone).weight(rules.threshold) >= BEYOND_ONE
    denied = _denied_from(count, best, tally.failed / tally.tried)
    if (group.by in WIDE and not shared) or denied == best:
        return None
    params = {"failed": tally.failed, "tried": tally.tried, "minutes": WINDOWS[best], "method": group.method}
    return Hypothesis(
        Kind.FAILURES,
        group,
        weights[best],
        COST[kind],
        max(min(count.failing.values()), now - (WINDOWS[best] + 1) * 60),
        frozenset(count.failing),
        category_of(Kind.FAILURES, group),
        {"code": f"failures.{group.by}", "params": params},
        growth_only=weights[best] < ENOUGH[kind] or not shared,
        failed=tally.failed,
        tried=tally.tried,
        methods=count.methods[best],
        denied_since=-math.inf if denied is None else now - WINDOWS[denied] * 60,
    )


def _denied_from(count: Counted, best: int, rate: float) -> int | None:
    """The first window, from the one that speaks loudest on, in which most members that could show the failures do not."""
    for window in range(best, count.windows):
        weights = [tallies[window].agreement(CAUTION * rate) for tallies in count.members.values()]
        if sum(weight < DENIES for weight in weights) > 0.5 * sum(weight > 0 for weight in weights):
            return window
    return None


def _loudest(count: Counted, window: int, floor: float) -> Tally:
    return max((tallies[window] for tallies in count.members.values()), key=lambda tally: tally.weight(floor))
