"""What may be done with a ticket, and where one that was missed goes back into the line."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from incidents.response.counters.choices import TicketState

#: how often somebody is called again before their number is passed over
RECALLS = 2
#: how many go before somebody who is put back
BEHIND = 3

#: which state a ticket must have before it gets another one
BEFORE = {
    TicketState.SERVED: (TicketState.CALLED,),
    TicketState.MISSED: (TicketState.CALLED,),
    TicketState.WAITING: (TicketState.MISSED, TicketState.CALLED),
    TicketState.LEFT: (TicketState.WAITING, TicketState.CALLED, TicketState.MISSED),
}


def may_become(state: str, wanted: TicketState) -> bool:
    return state in BEFORE[wanted]


def may_miss(recalls: int) -> bool:
    """Whether a number may be passed over: only after it was called again twice."""
    return recalls >= RECALLS


def back_in_line(waiting: Sequence[datetime], now: datetime) -> datetime:
    """The place of somebody who is put back: right behind the next three of their group, at the end of a shorter line."""
    return now if len(waiting) < BEHIND else waiting[BEHIND - 1] + timedelta(microseconds=1)


def written(number: int, *, is_priority: bool, prefix: str) -> str:
    """A007 and, with the prefix of the language, 优P007."""
    return f"{prefix}P{number:03d}" if is_priority else f"A{number:03d}"
