"""Plays a fleet in real time: each tick sends what falls due, and tells what happens."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from emergency_ops.lib import clock

from .faults import Fault, Unit
from .fleet import Fleet
from .sender import Sender

TICK = 1.0
TELL_EVERY = 10.0


@dataclass
class Script:
    """speed: simulated seconds in a second. duration: simulated seconds, None for ever."""

    faults: list[Fault]
    speed: float
    duration: float | None


class Player:
    def __init__(self, fleet: Fleet, sender: Sender, script: Script, tell: Callable[[str], None]) -> None:
        self.fleet, self.sender, self.script, self.tell = fleet, sender, script, tell
        self.told_at = 0.0
        self.struck: set[int] = set()
        self.healed: set[int] = set()
        self.reached = 0.0

    def play(self, stop: Callable[[], bool]) -> None:
        began, played = time.monotonic(), 0.0
        while not stop() and (self.script.duration is None or played < self.script.duration):
            self.reached = reached = (time.monotonic() - began) * self.script.speed
            self._announce(reached)
            self.sender.send(list(self.fleet.reports(played, reached, clock.now(), self.script.faults)))
            played = reached
            if time.monotonic() - self.told_at >= TELL_EVERY:
                self._tell_progress(reached)
            time.sleep(TICK)

    def faults_of(self, unit: Unit) -> list[Fault]:
        """The faults that a terminal has at this moment of the play."""
        return [fault for fault in self.script.faults if fault.strikes(unit, self.reached)]

    def _announce(self, at: float) -> None:
        for number, fault in enumerate(self.script.faults):
            if fault.start <= at and number not in self.struck:
                self.struck.add(number)
                self.tell(f"{minutes(at)}  ▼ {fault.kind.title}: {fault.target} ({len(fault.members)})")
            if fault.end is not None and fault.end <= at and number not in self.healed:
                self.healed.add(number)
                self.tell(f"{minutes(at)}  ▲ {fault.kind.title}: {fault.target}")

    def _tell_progress(self, at: float) -> None:
        self.told_at = time.monotonic()
        totals = self.sender.totals
        line = f"{minutes(at)}  accepted {totals['accepted']}, duplicates {totals['duplicates']}, rejected {totals['rejected']}"
        waiting = len(self.sender.waiting)
        self.tell(line + (f", waiting {waiting} ({self.sender.trouble})" if waiting else ""))


def minutes(seconds: float) -> str:
    """12:05 for 725 seconds of simulated time."""
    whole = int(seconds)
    return f"{whole // 60:02d}:{whole % 60:02d}"
