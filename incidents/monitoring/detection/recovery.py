"""When an open warning's cause is gone."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from .facts import Heard, Kind, Known

MOST: Final = 0.75  # share of the members that must be well again
HOLD: Final = 60.0  # seconds that it must last, or one report more where they are rarer
SURE: Final = 0.92  # how sure it must be that failures are back to usual
HEALS_A_MINUTE: Final = 1 / 30
RATES: Final = (0.06, 0.1, 0.18, 0.3, 0.45, 0.6, 0.75, 0.9)
BIASED: Final = 0.5


class PaidMinute(NamedTuple):
    """A warning's payments in one minute, and how many failures would be usual among them."""

    minute: float
    ok: int
    failed: int
    usual: float


def is_well(warning: Known, members: Sequence[Heard], showing: Collection[int]) -> bool:
    """Whether a silence or a fault is over for most of its members.

    `members` are those that are watched now (where none is, nothing is known), `showing` those that are late or still name one of
    the warning's codes.
    """
    heard = sum(m.last > warning.opened and m.place.terminal not in showing for m in members)
    return bool(members) and heard >= MOST * len(members)


def holds_for(members: Sequence[Heard]) -> float:
    """How long being well must last before it counts."""
    slowest = max((m.interval for m in members), default=HOLD)
    return min(max(HOLD, 1.1 * slowest), 330.0)


def sureness(minutes: Sequence[PaidMinute], failed: int, tried: int) -> float:
    """How sure it is that payments work again, after the minutes since the warning opened in order of time.

    A filter with a state for "as usual" and one for each of RATES at which they may fail; `failed` of `tried` payments, when
    the warning opened, tell which of those are likely.
    """
    failing = _likely_rates(failed, tried)
    well, before = 0.0, minutes[0].minute if minutes else 0.0
    for minute, ok, bad, usual in minutes:
        healed = 1 - (1 - HEALS_A_MINUTE) ** max(1.0, (minute - before) / 60)
        before = minute
        well += healed * sum(failing)
        failing = [share * (1 - healed) for share in failing]
        if ok or bad:
            rate = min(usual / (ok + bad), 0.5 * RATES[0])
            well *= _chance(rate, ok, bad)
            failing = [share * _chance(r, ok, bad) for share, r in zip(failing, RATES, strict=True)]
            total = well + sum(failing)
            well, failing = well / total, [share / total for share in failing]
    return well


def without_others(
    warning: Known, rows: Sequence[tuple[float, str, int, int]], known: Sequence[Known]
) -> list[tuple[float, str, int, int]]:
    """A warning's payments (minute, method, ok, failed) without those that a wider failure of another method explains."""
    others = [
        (other.group.method, other.began, math.inf if other.cleared is None else other.cleared)
        for other in known
        if other.kind is Kind.FAILURES
        and other.id != warning.id
        and other.group.method not in ("", warning.group.method)
        and 2 * len(other.terminals & warning.terminals) > len(warning.terminals)
    ]
    return [
        row for row in rows if not any(row[1] == method and began <= row[0] <= end for method, began, end in others)
    ]


def _likely_rates(failed: int, tried: int) -> list[float]:
    """How likely each of RATES is; half the evidence counts, because it was picked where failures were densest."""
    logs = [BIASED * (failed * math.log(rate) + (tried - failed) * math.log(1 - rate)) for rate in RATES]
    shares = [math.exp(log - max(logs)) for log in logs]
    return [share / sum(shares) for share in shares]


def _chance(rate: float, ok: int, failed: int) -> float:
    return max(1e-300, math.exp(failed * math.log(rate) + ok * math.log(1 - rate)))


def restarts(cleared: Sequence[Known]) -> Mapping[int, float]:
    """From when on a terminal's silence counts again: a warning that was cleared has explained what was before."""
    since: dict[int, float] = {}
    for warning in cleared:
        if warning.cleared is None or warning.kind is Kind.FAILURES:
            continue
        for terminal in warning.terminals:
            since[terminal] = max(warning.cleared, since.get(terminal, 0.0))
    return since
