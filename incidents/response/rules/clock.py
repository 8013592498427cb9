"""The 30-minute clock of the plan: from the first warning until a substitute serves."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.response.choices import RUNNING_STATUSES, Status

LIMIT = timedelta(minutes=30)
WARN_AFTER = timedelta(minutes=20)


class ClockState(StrEnum):
    """Only MET and MET_LATE were stopped by evidence; the ENDED ones by the end of the trouble itself.

    VOID: there was no trouble (a false alarm), or another incident keeps the time (merged).
    """

    RUNNING = "running"
    WARNED = "warned"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    ENDED = "ended"
    ENDED_LATE = "ended_late"
    VOID = "void"


UNTIMED_STATUSES = frozenset({Status.FALSE_ALARM, Status.MERGED})
RUNNING_STATES = frozenset({ClockState.RUNNING, ClockState.WARNED, ClockState.OVERDUE})


@dataclass(frozen=True, slots=True)
class Clock:
    """How the clock stands. `left` is negative when it is overdue. `bare`: stopped once, but nothing serves now."""

    state: ClockState
    started: datetime
    due: datetime
    ended: datetime | None
    elapsed: timedelta
    left: timedelta
    bare: bool = False

    @property
    def running(self) -> bool:
        return self.state in RUNNING_STATES

    @property
    def stopped(self) -> datetime | None:
        """When it stopped, for whatever reason."""
        return self.ended


@dataclass(frozen=True, slots=True)
class Timed:
    """The clock of one of two incidents that become one. `covered`: what serves now covers all of its sites."""

    started: datetime
    stopped: datetime | None
    covered: bool

    @property
    def goes_on(self) -> bool:
        return self.stopped is None and not self.covered


def due_at(started: datetime) -> datetime:
    return started + LIMIT


def warn_at(started: datetime) -> datetime:
    return started + WARN_AFTER


def read_clock(
    *,
    status: str,
    started: datetime,
    due: datetime,
    stopped: datetime | None,
    over: datetime | None,
    serving: bool,
    now: datetime,
) -> Clock:
    """The clock at `now`.

    `stopped` is when the first substitute served; `over` when the trouble ended otherwise (restored, false alarm,
    merged). While an incident is in a running status only `stopped` counts.
    """
    running = status in RUNNING_STATUSES
    end = stopped or (None if running else over)
    at = end or now
    return Clock(
        state=ClockState.VOID if status in UNTIMED_STATUSES else _state(due=due, stopped=stopped, end=end, now=now),
        started=started,
        due=due,
        ended=end,
        elapsed=max(at - started, timedelta()),
        left=due - at,
        bare=running and stopped is not None and not serving,
    )


def _state(*, due: datetime, stopped: datetime | None, end: datetime | None, now: datetime) -> ClockState:
    if stopped is not None:
        return ClockState.MET if stopped <= due else ClockState.MET_LATE
    if end is not None:
        return ClockState.ENDED if end <= due else ClockState.ENDED_LATE
    if now >= due:
        return ClockState.OVERDUE
    return ClockState.WARNED if now >= due - (LIMIT - WARN_AFTER) else ClockState.RUNNING


def uncovered(sites: Set[int], serving: Set[int | None]) -> Set[int]:
    """The sites at which nothing serves. None among `serving` is a substitute for the whole incident."""
    return frozenset() if None in serving else sites - serving


def merged(sides: Iterable[Timed]) -> tuple[datetime, datetime | None]:
    """When the common clock started and stopped: it goes on as long as a side's does, from where the first of those started."""
    every = list(sides)
    going_on = [side.started for side in every if side.goes_on]
    if going_on:
        return min(going_on), None
    stops = [side.stopped for side in every if side.stopped is not None]
    return min(side.started for side in every), min(stops, default=None)


def minutes_and_seconds(span: timedelta) -> str:
    """18:02, or 1:05:09 from an hour on; without a sign."""
    seconds = int(abs(span.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"
