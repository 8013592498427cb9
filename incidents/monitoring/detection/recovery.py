"""When an open warning's cause is gone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from .baseline import Baseline
from .facts import Heard, Kind, Known

MOST: Final = 0.75  # share of the members that must be well again
HOLD: Final = 60.0  # seconds that it must last, or one report more where they are rarer
SURE: Final = 0.98  # how sure it must be that failures are back to usual
HEALS_A_MINUTE: Final = 1 / 40


class PaidMinute(NamedTuple):
    """A warning's payments in one minute, and how many failures would be usual among them."""

    minute: float
    ok: int
    failed: int
    usual: float


def is_well(warning: Known, members: Sequence[Heard], showing: Collection[int], baseline: Baseline) -> float | None:
    """Whether a silence or a fault is over for most members: then the moment of their last sign of it, else None.

    `members` are those that are watched now, `showing` those that still name one of the warning's codes.
    """
    mine = [m for m in members if m.place.terminal in warning.terminals]
    heard = [m for m in mine if m.last > warning.opened and m.place.terminal not in showing]
    if not mine or len(heard) < MOST * len(mine):
        return None
    return sorted(m.last for m in heard)[max(0, int(MOST * len(mine)) - 1)]


def holds_for(members: Sequence[Heard]) -> float:
    """How long being well must last before it counts."""
    slowest = max((m.interval for m in members), default=HOLD)
    return min(max(HOLD, 1.1 * slowest), 330.0)


def sureness(minutes: Sequence[PaidMinute], failing: float) -> float:
    """How sure it is that payments work again, after the minutes since the warning opened in order: a filter with two states.

    `failing` is the share that failed while it lasted.
    """
    well, before = 0.0, minutes[0].minute if minutes else 0.0
    for minute, ok, failed, usual in minutes:
        well += (1 - well) * (1 - (1 - HEALS_A_MINUTE) ** max(1.0, (minute - before) / 60))
        before = minute
        if not (ok or failed):
            continue
        rate = min(usual / (ok + failed), 0.5 * failing)
        as_usual = rate**failed * (1 - rate) ** ok
        as_failing = failing**failed * (1 - failing) ** ok
        total = well * as_usual + (1 - well) * as_failing
        well = well * as_usual / total if total > 0 else 0.0
    return well


def failing_share(warning: Known) -> float:
    """The share of payments that failed when the warning opened, kept from the extremes."""
    return min(0.95, max(0.05, warning.rate))


def restarts(cleared: Sequence[Known]) -> Mapping[int, float]:
    """From when on a terminal's silence counts again: a warning that was cleared has explained what was before."""
    since: dict[int, float] = {}
    for warning in cleared:
        if warning.cleared is None or warning.kind is Kind.FAILURES:
            continue
        for terminal in warning.terminals:
            since[terminal] = max(warning.cleared, since.get(terminal, 0.0))
    return since
