"""What became of a send. Every channel's answer is one of these."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_ERROR = 300


class Fate(StrEnum):
    """accepted: the channel has it. transient: not sent, may be tried again. throttled: not before a time. auth: tried once
    more with a fresh signature. permanent: refused. unknown: nobody knows.
    """

    ACCEPTED = "accepted"
    TRANSIENT = "transient"
    THROTTLED = "throttled"
    AUTH = "auth"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sent:
    """What became of a message; error in the other side's words, at most 300 characters.

    until: when a throttled one may come again. reference: the channel's own number of an accepted one, for its receipt.
    """

    fate: Fate
    error: str = ""
    until: datetime | None = None
    reference: str = ""


@dataclass(frozen=True)
class Receipt:
    """What a channel says afterwards. is_final: it will not change any more. delivered None: nothing is known (yet)."""

    delivered: bool | None
    is_final: bool
    error: str = ""
    reference: str = ""
