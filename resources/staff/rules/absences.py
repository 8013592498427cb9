"""Absences and what they ask for. Pure: stretches of time in, stretches of time out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from resources.staff.choices import HandoverState

#: a handover is accepted this long before the absence begins
AHEAD = timedelta(hours=24)
#: how long the taker of a late handover has, at most, to answer
LATE_ANSWER = timedelta(hours=1)
#: how far back an absence may be reported, and how long it may be
PAST = timedelta(days=7)
LONGEST = timedelta(days=366)


class Window(NamedTuple):
    """[start, end)."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Terms:
    """How a handover begins: its state, until when it is to be accepted, whether it was reported too late."""

    state: HandoverState
    due_at: datetime
    late: bool


def handover_terms(begins: datetime, now: datetime, *, has_taker: bool) -> Terms:
    """A day ahead is in time; less is late; after the beginning, or with nobody to take over, it is impossible."""
    late = begins - now < AHEAD
    if begins <= now or not has_taker:
        return Terms(HandoverState.IMPOSSIBLE, now, late)
    return Terms(HandoverState.PROPOSED, min(begins, now + LATE_ANSWER) if late else begins - AHEAD, late)


def faults(window: Window, now: datetime) -> list[str]:
    """Codes of what is wrong with an absence's time: backwards, over, too_early, too_long."""
    found = []
    if window.end <= window.start:
        found.append("backwards")
    elif window.end <= now:
        found.append("over")
    if window.start < now - PAST:
        found.append("too_early")
    if window.end - window.start > LONGEST:
        found.append("too_long")
    return found


def within(window: Window, start: datetime | None, end: datetime | None) -> Window | None:
    """The part of a window that lies in [start, end), None being without limit; None: there is none."""
    lower = window.start if start is None else max(window.start, start)
    upper = window.end if end is None else min(window.end, end)
    return Window(lower, upper) if lower < upper else None


def without(windows: Iterable[Window], cuts: Iterable[Window]) -> list[Window]:
    """What is left of the windows when the cuts are taken away, in order."""
    left = sorted(windows)
    for cut in cuts:
        left = [part for window in left for part in _minus(window, cut)]
    return left


def joined(windows: Iterable[Window]) -> list[Window]:
    """The same time in as few windows as possible, in order."""
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.start <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, window.end))
        else:
            found.append(window)
    return found


def _minus(window: Window, cut: Window) -> list[Window]:
    parts = (Window(window.start, min(window.end, cut.start)), Window(max(window.start, cut.end), window.end))
    return [part for part in parts if part.start < part.end]


def materials_of(text: str) -> list[dict[str, object]]:
    """What is handed over, a line each, as Handover.materials keeps it."""
    names = dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip())
    return [{"name": name, "given": False, "returned": False} for name in names]
