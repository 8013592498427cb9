"""What the answers of all channels have in common. Pure: an answer and the time go in, a fate comes out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .fates import LONGEST_ERROR, Fate, Sent
from .http import Answer, Trouble

#: where the other side does not say how long
THROTTLED_FOR = timedelta(seconds=60)
LONGEST_THROTTLE = timedelta(hours=1)
#: the gateway has lost the server behind it, which may have done it
_LOST_BEHIND_GATEWAY = frozenset({502, 504})
_AGAIN = frozenset({408, 425, 500, 503})
_TOO_MANY = 429


@dataclass(frozen=True)
class Codes:
    """A channel's documented codes by what they mean; throttled ones with how long. What is not listed is permanent."""

    throttled: dict[str, timedelta] = field(default_factory=dict)
    auth: Collection[str] = ()
    transient: Collection[str] = ()


def of_transport(answer: Answer, now: datetime, *, is_idempotent: bool = False) -> Sent | None:
    """The fate of an answer without a word of the channel in it; None when its body is to be read.

    After the request went out nobody knows, unless the other side takes a repeat for what it is (is_idempotent).
    """
    lost = Fate.TRANSIENT if is_idempotent else Fate.UNKNOWN
    match answer.trouble:
        case Trouble.REFUSED:
            return Sent(Fate.PERMANENT, answer.error)
        case Trouble.NOT_SENT:
            return Sent(Fate.TRANSIENT, answer.error)
        case Trouble.UNANSWERED:
            return Sent(lost, answer.error)
    if answer.status == _TOO_MANY:
        return Sent(Fate.THROTTLED, _words(answer), until=now + retry_after(answer))
    if answer.status in _LOST_BEHIND_GATEWAY:
        return Sent(lost, _words(answer))
    if answer.status in _AGAIN:
        return Sent(Fate.TRANSIENT, _words(answer))
    return None


def of_code(code: str, words: str, codes: Codes, now: datetime) -> Sent:
    """The fate of an error code that the channel documents."""
    error = f"{code} {words}".strip()[:LONGEST_ERROR]
    if code in codes.throttled:
        return Sent(Fate.THROTTLED, error, until=now + codes.throttled[code])
    if code in codes.auth:
        return Sent(Fate.AUTH, error)
    return Sent(Fate.TRANSIENT if code in codes.transient else Fate.PERMANENT, error)


def unreadable(answer: Answer) -> Sent:
    """An answer that is none of the channel's: a success without its confirmation is not known to be one."""
    return Sent(Fate.UNKNOWN if answer.status < 300 else Fate.PERMANENT, _words(answer))


def retry_after(answer: Answer) -> timedelta:
    """What the header Retry-After asks for in seconds, within reason."""
    asked = answer.headers.get("retry-after", "")
    wanted = timedelta(seconds=int(asked)) if asked.isdecimal() and len(asked) < 8 else THROTTLED_FOR
    return min(wanted, LONGEST_THROTTLE)


def _words(answer: Answer) -> str:
    return f"HTTP {answer.status} {answer.text}".strip()[:LONGEST_ERROR]
