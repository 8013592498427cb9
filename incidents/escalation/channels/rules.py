"""Pure decisions: how many calls an account bears now, which message is next, what is folded into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from incidents.escalation.choices import MessageState
from resources.network.regions import is_within, prefix_of

#: an account whose server failed is left alone for so long, so that its queue does not hold up the others'
PAUSE = timedelta(seconds=15)
#: throttled for longer than this, a message has failed
OUT_OF_DATE = timedelta(hours=24)
#: seconds after a text message was accepted at which its receipt is asked for; after the last one nobody asks any more
RECEIPTS = (15, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 12 * 3600)
#: what is not in the receipts after so many looks was never accepted, as far as one can tell
LOST_AFTER = 6


@dataclass(frozen=True)
class Limit:
    """So many calls within so many seconds, in any window."""

    calls: int
    seconds: float


class Waiting(Protocol):
    """A message that waits for its send."""

    @property
    def subject_kind(self) -> str: ...

    @property
    def subject_id(self) -> int: ...

    @property
    def due_at(self) -> datetime: ...

    @property
    def state(self) -> str: ...

    @property
    def urgent(self) -> bool: ...


W = TypeVar("W", bound=Waiting)
A = TypeVar("A")


@dataclass(frozen=True)
class Picked(Generic[W]):
    """The message that is sent, and earlier ones about the same subject that go with it, the oldest first."""

    lead: W
    folded: Sequence[W]


def free_calls(sent_at: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> int | None:
    """How many calls may be made at once; None: as many as one likes."""
    if not limits:
        return None
    return min(limit.calls - _within(sent_at, limit, now) for limit in limits)


def free_again_at(sent_at: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> datetime:
    """When the next call may be made; now, if one may be."""
    found = now
    for limit in limits:
        recent = sorted(at for at in sent_at if at > now - timedelta(seconds=limit.seconds))
        if len(recent) >= limit.calls:
            found = max(found, recent[-limit.calls] + timedelta(seconds=limit.seconds))
    return found


def kept(sent_at: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> list[datetime]:
    """The calls that still count, with one made now."""
    longest = max((limit.seconds for limit in limits), default=0)
    return [*(at for at in sent_at if at > now - timedelta(seconds=longest)), now] if limits else []


def pick(waiting: Sequence[W], free: int | None, now: datetime) -> Picked[W] | None:
    """Which of an account's messages (the oldest first) goes now: the oldest urgent one that is due, else the oldest; None where none
    is due.

    A subject is told in its order: what waits for another attempt goes along with what is due after it, what waits for the end
    of quiet hours does not. When more messages are due than calls are free, and when the first of them has been tried
    before, all that wait about the subject go as one, under the newest.
    """
    due = [message for message in waiting if message.due_at <= now]
    if not due:
        return None
    first = next((one for one in due if one.urgent), due[0])
    ready = [one for one in waiting if one.due_at <= now or one.state == MessageState.RETRY_WAIT]
    together = [one for one in ready if _subject(one) == _subject(first)]
    is_enough = free is None or len(due) <= free
    if is_enough and first.state != MessageState.RETRY_WAIT:
        together = together[: together.index(first) + 1]
    return Picked(together[-1], together[:-1])


def nearest(accounts: Sequence[tuple[A, str | None]], region_code: str) -> list[A]:
    """Of accounts with their regions (None: everywhere) those that serve a region: all of the smallest area that holds it.

    An unknown region ("") is served by those for everywhere.
    """
    serving = [(account, prefix_of(region or "000000")) for account, region in accounts if _serves(region, region_code)]
    closest = max((len(prefix) for _account, prefix in serving), default=0)
    return [account for account, prefix in serving if len(prefix) == closest]


def receipt_after(checks: int, now: datetime) -> datetime | None:
    """When a receipt is asked for next after so many looks; None: no more."""
    return now + timedelta(seconds=RECEIPTS[checks]) if checks < len(RECEIPTS) else None


def _serves(region: str | None, region_code: str) -> bool:
    if region is None or not prefix_of(region):
        return True
    return bool(region_code) and is_within(region_code, region)


def _subject(message: Waiting) -> tuple[str, int]:
    return message.subject_kind, message.subject_id


def _within(sent_at: Sequence[datetime], limit: Limit, now: datetime) -> int:
    return sum(at > now - timedelta(seconds=limit.seconds) for at in sent_at)
