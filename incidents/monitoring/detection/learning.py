"""Taking in what is usual, without what is under a warning."""

from typing import Final

from .baseline import Baseline
from .facts import By, Group, Kind, Size
from .reader import Reader

GAPS_EVERY: Final = 15.0
PAYMENTS_EVERY: Final = 60.0
SETTLED: Final = 180.0  # payments are learned from when the minute is this old: what fails has its warning by then


def learn(reader: Reader, baseline: Baseline, now: float) -> bool:
    """Bring the baseline up to now; whether it has changed."""
    since = baseline.learned_until
    if since is None:
        baseline.learned_until = now
        return True
    if now - since < GAPS_EVERY:
        return False
    known = [w for w in reader.known() if w.open]
    baseline.fade(now)
    down = {terminal for w in known if w.kind is not Kind.FAILURES for terminal in w.terminals}
    baseline.learn_gaps(reader.gaps(since, down))
    first, last = (_whole_minutes(moment) for moment in (since, now))
    everything = reader.sizes().get(Group(By.NETWORK, "*"), Size(0, 0.0))
    if last > first:
        baseline.learn_payments((last - first) / 60, reader.totals(first, last, known), everything.hourly)
    baseline.learned_until = now
    return True


def _whole_minutes(moment: float) -> float:
    return (moment - SETTLED) // PAYMENTS_EVERY * PAYMENTS_EVERY
