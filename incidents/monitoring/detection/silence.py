"""Silence: which terminals, sites, lines, versions or regions fell silent together.

A single missed report is chance. Of a group, the reports that were due and did not come since its last sign of life multiply their
chances, so that a line tells within seconds what a single terminal tells within minutes.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from .baseline import Baseline
from .facts import By, Group, Heard, Hypothesis, Kind, Rules, Size
from .groups import WIDE, category_of, groups_of, members_by_group

KINDS: Final = (By.SITE, By.LINE, By.VERSION, By.REGION, By.RELEASE, By.NETWORK)
# Evidence in nats from which on a group is taken to be silent, and from which on a silence that is known is taken to have grown.
ENOUGH: Final = {
    By.TERMINAL: 12.2, By.SITE: 13.0, By.LINE: 13.0, By.VERSION: 18.0, By.REGION: 16.0, By.RELEASE: 20.0, By.NETWORK: 16.0,
}  # fmt: skip
GROWN: Final = 7.0
COST: Final = {
    By.TERMINAL: 0.0, By.SITE: 0.0, By.LINE: 1.0, By.VERSION: 5.0, By.REGION: 3.0, By.RELEASE: 6.0, By.NETWORK: 4.0,
}  # fmt: skip
FEW_LATE: Final = 0.03  # a group of which so few are late has not fallen silent, or only just
SIGNS: Final = 20  # so many signs of life are put up with at most
SIGN_OF_LIFE: Final = 6.0  # what one report costs that came although the group is supposed to be silent


def suspects(late: Iterable[Heard], sizes: Mapping[Group, Size], baseline: Baseline) -> set[Group]:
    """The groups with more late terminals than chance gives, whose members are worth looking at."""
    counts = Counter(group for heard in late for group in groups_of(heard.place, KINDS))
    return {
        group
        for group, count in counts.items()
        if count >= 2 and (group not in sizes or count > _usually_late(sizes[group].terminals, baseline))
    }


def _usually_late(terminals: int, baseline: Baseline) -> float:
    return max(3 * baseline.loss * terminals + 1, FEW_LATE * terminals)


def lone(late: Iterable[Heard], baseline: Baseline, rules: Rules, now: float) -> list[Hypothesis]:
    """Terminals whose own silence is too long for chance."""
    found = []
    for heard in late:
        age = now - heard.last
        weight = baseline.surprise(age, heard.interval)
        if weight >= ENOUGH[By.TERMINAL] and age >= rules.silence_minutes * 60:
            group = heard.place.group(By.TERMINAL)
            found.append(_hypothesis(group, weight, heard.last, [heard], 1, now))
    return found


def together(
    groups: Iterable[Group], members: Sequence[Heard], explained: Collection[int], baseline: Baseline, now: float
) -> list[Hypothesis]:
    """Groups that fell silent together, judged by those of their members that no open warning explains already."""
    found = []
    for group, within in members_by_group(groups, members).items():
        free = [m for m in within if m.place.terminal not in explained]
        if hypothesis := _common_silence(group, free, len(within), baseline, now):
            found.append(hypothesis)
    return found


def _common_silence(group: Group, free: list[Heard], total: int, baseline: Baseline, now: float) -> Hypothesis | None:
    free.sort(key=lambda m: -m.last)
    overdue = [m for m in free if baseline.surprise(now - m.last, m.interval) > 0]
    best, weight = 0, 0.0
    for alive, latest in enumerate(free[: min(len(free) // 10, SIGNS) + 1]):
        gain = _gain(overdue, latest.last, baseline, now) - SIGN_OF_LIFE * alive
        if gain > weight:
            best, weight = alive, gain
    silent = free[best:]
    due = [m for m in overdue if m.last <= silent[0].last] if silent else []
    sites = {m.place.site for m in silent}
    if weight < GROWN or not due or (group.by in WIDE and len(due) < 2):
        return None
    growth_only = weight < ENOUGH[group.by] or len(due) < 2 or (group.by in WIDE and len(sites) < 2)
    return _hypothesis(group, weight, silent[0].last, silent, total, now, growth_only=growth_only)


def _gain(overdue: Sequence[Heard], since: float, baseline: Baseline, now: float) -> float:
    """How much better "silent since then" explains the missing reports than chance does."""
    return sum(
        baseline.surprise(now - m.last, m.interval) - baseline.surprise(since - m.last, m.interval)
        for m in overdue
        if m.last <= since
    )


def _hypothesis(
    group: Group,
    weight: float,
    began: float,
    silent: Sequence[Heard],
    total: int,
    now: float,
    growth_only: bool = False,
) -> Hypothesis:
    params = {"silent": len(silent), "total": max(total, len(silent)), "seconds": round(now - began)}
    return Hypothesis(
        Kind.SILENCE,
        group,
        weight,
        COST[group.by],
        began,
        frozenset(m.place.terminal for m in silent),
        category_of(Kind.SILENCE, group),
        {"code": f"silence.{group.by}", "params": params},
        growth_only=growth_only,
    )
