"""Group commit: single reports that arrive together share one transaction, and are answered after it.

Threads take turns. Whoever comes to the front takes along everything that has been waiting behind it.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError

from emergency_ops.lib import clock

from .accept import Settled, settle
from .decoding import Row
from .keys import Grant

log = structlog.get_logger(__name__)
#: waiting longer than one transaction of this size would not help anybody
LARGEST = 500


@dataclass
class Slot:
    """A waiting report, and what became of it."""

    row: Row
    grant: Grant
    result: Settled | None = None
    error: Exception | None = None


class Group:
    def __init__(self) -> None:
        self._front = Lock()
        self._waiting: deque[Slot] = deque()

    def settle(self, row: Row, grant: Grant) -> Settled:
        """What becomes of one report, once it is committed.

        Raises:
            django.db.Error: it was not stored.
        """
        slot = Slot(row, grant)
        self._waiting.append(slot)
        while slot.result is None and slot.error is None:
            with self._front:
                if slot.result is None and slot.error is None:
                    self._flush(clock.now())
        if slot.error is not None:
            raise slot.error
        assert slot.result is not None  # noqa: S101 - for the type checker
        return slot.result

    def _flush(self, now: datetime) -> None:
        slots = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
        try:
            _fill(slots, now)
        except (OperationalError, InterfaceError) as error:
            for slot in slots:
                slot.error = error
        except DatabaseError:  # one of them cannot be stored: the others must not suffer
            log.exception("intake.group_taken_apart", reports=len(slots))
            for slot in slots:
                _fill_alone(slot, now)
        except BaseException as error:
            for slot in slots:
                slot.error = RuntimeError(repr(error))
            raise


def _fill(slots: list[Slot], now: datetime) -> None:
    for slot, result in zip(slots, settle([(slot.row, slot.grant) for slot in slots], now), strict=True):
        slot.result = result


def _fill_alone(slot: Slot, now: datetime) -> None:
    try:
        _fill([slot], now)
    except Exception as error:
        slot.error = error
