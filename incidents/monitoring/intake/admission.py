"""Which reports count: each once, whatever the order they come in. Pure.

A terminal numbers its reports. A window of sequence numbers (the idea of IPsec's anti-replay window, RFC 4303 §3.4.3)
remembers which of the last `WIDTH` have been counted. A terminal that forgets its number and starts anew is recognised by
its clock: a repeat can never be of a later instant than everything counted so far. The window before the last such
restart is kept, so that stragglers from before it are told apart too.
"""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple

#: sequence numbers remembered; a day has 1,440 minutes, and what is older than a day is refused by its time
WIDTH = 1536
_MASK = (1 << WIDTH) - 1
_BYTES = WIDTH // 8
_TAIL = 16
#: a restart this long before the newest report has no stragglers any more
_FORGET_AFTER = timedelta(hours=48)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Verdict(Enum):
    NEWEST = "newest"  # counts, and is the terminal's state now
    LATE = "late"  # counts, but the state is newer
    DUPLICATE = "duplicate"
    TOO_OLD = "too_old"


class Window(NamedTuple):
    """`seq` and `at` are the greatest counted; bit i of `bits` is set when `seq - i` has been counted."""

    seq: int
    at: datetime
    bits: int


class Ledger(NamedTuple):
    """What a terminal's reports have been so far: since its last restart, and before it."""

    current: Window | None = None
    previous: Window | None = None


EMPTY = Ledger()


def admit(ledger: Ledger, seq: int, at: datetime) -> tuple[Verdict, Ledger]:
    """Whether the report (seq, at) counts, and the ledger after it."""
    current, previous = ledger
    if current is None:
        return Verdict.NEWEST, Ledger(Window(seq, at, 1), previous)
    if previous is not None and current.at - previous.at > _FORGET_AFTER:
        previous = None
    if seq > current.seq and at >= current.at:
        return Verdict.NEWEST, Ledger(_advanced(current, seq, at), previous)
    if seq <= current.seq and at > current.at:
        return Verdict.NEWEST, Ledger(Window(seq, at, 1), current)
    if previous is not None and _belongs_before(previous, seq, at, current):
        verdict, window = _place(previous, seq, at)
        return verdict, Ledger(current, window)
    if seq > current.seq:  # the terminal's clock was set back: its numbering tells what is newer
        return Verdict.NEWEST, Ledger(_advanced(current, seq, current.at), previous)
    verdict, window = _place(current, seq, at)
    return verdict, Ledger(window, previous)


def _belongs_before(previous: Window, seq: int, at: datetime, current: Window) -> bool:
    """Whether a report is a straggler from before the last restart."""
    return at <= previous.at or (seq > previous.seq and seq > current.seq and at < current.at)


def _place(window: Window, seq: int, at: datetime) -> tuple[Verdict, Window]:
    """A report that is not the newest, in the window that it belongs to."""
    if seq > window.seq:
        return Verdict.LATE, _advanced(window, seq, max(at, window.at))
    age = window.seq - seq
    if age >= WIDTH:
        return Verdict.TOO_OLD, window
    if window.bits >> age & 1:
        return Verdict.DUPLICATE, window
    return Verdict.LATE, window._replace(bits=window.bits | 1 << age)


def _advanced(window: Window, seq: int, at: datetime) -> Window:
    step = seq - window.seq
    return Window(seq, at, 1 if step >= WIDTH else (window.bits << step | 1) & _MASK)


def packed(ledger: Ledger) -> bytes:
    """The ledger's bitmaps for TerminalState.seen: the current one, and after a restart seq, at and bitmap of the one before."""
    current, previous = ledger
    bits = current.bits if current else 0
    if previous is None:
        return bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    micros = (previous.at - _EPOCH) // _MICROSECOND
    tail = previous.seq.to_bytes(8, "little") + micros.to_bytes(8, "little", signed=True)
    return bits.to_bytes(_BYTES, "little") + tail + previous.bits.to_bytes(_BYTES, "little")


def unpacked(seq: int, at: datetime, seen: bytes) -> Ledger:
    """The ledger of a stored state; a state that has not counted anything yet has an empty `seen`."""
    if not seen:
        return EMPTY
    current = Window(seq, at, int.from_bytes(seen[:_BYTES], "little"))
    if len(seen) <= _BYTES:
        return Ledger(current)
    head, bits = seen[_BYTES : _BYTES + _TAIL], seen[_BYTES + _TAIL :]
    instant = _EPOCH + int.from_bytes(head[8:], "little", signed=True) * _MICROSECOND
    return Ledger(current, Window(int.from_bytes(head[:8], "little"), instant, int.from_bytes(bits, "little")))
