"""The pulse of the sweeps. `with beating("name", 10) as found: …` leaves one when the work has come to its end.

Sweeps of every layer beat; where pulses are kept is for the layer that watches over them, which says so at the start.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Pulse:
    """A sweep that ended: how often it is to beat, how long it took, and what it found (JSON)."""

    name: str
    expected_seconds: int
    took_ms: int
    detail: dict[str, Any] = field(default_factory=dict)


Keeper = Callable[[Pulse], None]
_keepers: list[Keeper] = []


def kept_by(keeper: Keeper) -> Keeper:
    """Registers a function that is called with every pulse, once."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


@contextmanager
def beating(name: str, expected_seconds: int) -> Iterator[dict[str, Any]]:
    """Leave a pulse after the block, with what the block puts into the dict (JSON). A block that raises has no pulse."""
    detail: dict[str, Any] = {}
    began = time.monotonic()
    yield detail
    pulse = Pulse(name, expected_seconds, int((time.monotonic() - began) * 1000), detail)
    for keep in _keepers:
        keep(pulse)
