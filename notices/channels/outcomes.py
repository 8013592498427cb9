"""What became of a call to a public channel, and what a look says. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from incidents.escalation.channels.fates import Fate, Sent

#: HTTP codes of a server that broke off its work, and may have stored what it was given before
LOST_INSIDE: Final = frozenset({408, 500})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one call. ids: the channel's own numbers, to be kept. is_public: people can read it now.

    until: when a throttled one may come again. AUTH is final here: the token was refreshed once, or does not help.
    """

    fate: Fate
    error: str = ""
    until: datetime | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    is_public: bool = False

    @classmethod
    def of(cls, sent: Sent) -> "Result":
        return cls(sent.fate, sent.error, sent.until)


class Seen(StrEnum):
    """running: the channel is still at it. refused: it will not be published. gone: it was, and is not any more.

    absent: the channel's list does not have it (yet). no_answer: nothing was learnt.
    """

    PUBLIC = "public"
    RUNNING = "running"
    REFUSED = "refused"
    GONE = "gone"
    ABSENT = "absent"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Look:
    seen: Seen
    error: str = ""
    until: datetime | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
