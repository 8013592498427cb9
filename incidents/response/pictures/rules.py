"""An incident's course in minutes since its clock started. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from emergency_ops.lib.charts.gantt import Phase

#: phases of a course, as the chart numbers them
SUSPECTED, CONFIRMED, BARE, SERVED, OVER = range(5)


@dataclass(frozen=True, slots=True)
class Moments:
    """When an incident reached its states; None where it has not, or went past it."""

    started: datetime
    confirmed: datetime | None
    activated: datetime | None
    served: datetime | None
    restored: datetime | None
    closed: datetime | None

    def minutes(self, moment: datetime | None) -> float | None:
        """Since the clock started; what came before it counts as its start."""
        return None if moment is None else max(0.0, (moment - self.started).total_seconds() / 60)


def phases(moments: Moments, now: datetime) -> Sequence[Phase]:
    """What it went through until it was closed, or until now. It never goes back to an earlier phase."""
    reached = (moments.confirmed, moments.activated, moments.served, moments.restored or moments.closed)
    known = [(moments.minutes(at), phase) for phase, at in enumerate(reached, start=CONFIRMED)]
    steps = sorted((at, phase) for at, phase in known if at is not None)
    end = moments.minutes(moments.closed or now) or 0.0
    found: list[Phase] = []
    since, phase = 0.0, SUSPECTED
    for at, then in steps:
        if at > since:
            found.append(Phase(since, at, phase))
        since, phase = max(since, at), max(phase, then)
    if end > since:
        found.append(Phase(since, end, phase))
    return found
