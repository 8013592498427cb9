"""Group commit: single reports that arrive together share one transaction, and are answered after it.

Threads take turns. Whoever leads takes along everything that waits, then names the next leader.
"""

from collections import deque
from datetime import datetime
from threading import Lock

import structlog
from django.db import InterfaceError, OperationalError

from emergency_ops.lib import clock

from .accept import Settled, settle
from .decoding import Row
from .keys import Grant

log = structlog.get_logger(__name__)
#: waiting longer than one transaction of this size would not help anybody
LARGEST = 500


class Slot:
    """A waiting report, and what became of it. `turn` opens when that is known, or when it is the slot's turn to lead."""

    __slots__ = ("error", "grant", "result", "row", "turn")

    def __init__(self, row: Row, grant: Grant) -> None:
        self.row = row
        self.grant = grant
        self.result: Settled | None = None
        self.error: Exception | None = None
        self.turn = Lock()
        self.turn.acquire()


class Group:
    def __init__(self) -> None:
        self._mutex = Lock()
        self._waiting: deque[Slot] = deque()
        self._led = False

    def settle(self, row: Row, grant: Grant) -> Settled:
        """What becomes of one report, once it is committed.

        Raises:
            django.db.Error: it was not stored.
        """
        slot = Slot(row, grant)
        with self._mutex:
            self._waiting.append(slot)
            follows, self._led = self._led, True
        if follows:
            slot.turn.acquire()
        if slot.result is None and slot.error is None:
            self._lead()
        if slot.error is not None:
            raise slot.error
        assert slot.result is not None  # noqa: S101 - for the type checker
        return slot.result

    def _lead(self) -> None:
        """Stores everything that waits, then hands over to whoever has come since."""
        with self._mutex:
            slots = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
        try:
            _store(slots, clock.now())
        finally:
            with self._mutex:
                successor = self._waiting[0] if self._waiting else None
                self._led = successor is not None
            for slot in [*slots, successor]:
                if slot is not None:
                    slot.turn.release()


def _store(slots: list[Slot], now: datetime) -> None:
    try:
        _fill(slots, now)
    except (OperationalError, InterfaceError) as error:
        for slot in slots:
            slot.error = error
    except Exception:  # one of them cannot be stored: the others must not suffer
        if len(slots) > 1:
            log.exception("intake.group_taken_apart", reports=len(slots))
        for slot in slots:
            _fill_alone(slot, now)


def _fill(slots: list[Slot], now: datetime) -> None:
    for slot, result in zip(slots, settle([(slot.row, slot.grant) for slot in slots], now), strict=True):
        slot.result = result


def _fill_alone(slot: Slot, now: datetime) -> None:
    try:
        _fill([slot], now)
    except Exception as error:
        slot.error = error
