"""Pure decisions about terminals' screens: what a text looks like there, what is to be sent next, when to try again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from incidents.response.diagnosis.choices import CommandState
from notices.content.choices import NoticeKind

from .choices import STANDING, Trouble

#: good news is shown for so long
ALL_CLEAR_FOR: Final = timedelta(minutes=30)
#: seconds until the next attempt after one, two, … in vain
_WAITS: Final = (15, 60, 180, 600, 1800)
#: a text of somebody else may be over at any time
LOOK_AGAIN: Final = timedelta(minutes=1)
#: a terminal that has not answered so long after it should have stopped by itself is not waited for
GIVE_UP: Final = timedelta(hours=24)
_NO_LINE_BEGINS_WITH: Final = frozenset("，。、；：！？）》」』”’…%,.;:!?)")


class Verb(StrEnum):
    """SHOW the text; CLEAR the screen; SETTLED: it shows the text; COVERED: it stands behind another's; YIELD: what was to go has
    been replaced by somebody else's; DROP: what was to go has never been there; IDLE: nothing is wanted."""

    SHOW = "show"
    CLEAR = "clear"
    SETTLED = "settled"
    COVERED = "covered"
    YIELD = "yield"
    DROP = "drop"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that is open at a terminal. key: its id."""

    key: int
    state: str
    wanted_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What a terminal says that it shows. ours: our newest command has put it there. ordered: a command has, so it is meant."""

    text: str
    since: datetime
    until: datetime | None
    ours: bool
    ordered: bool

    def is_foreign(self, now: datetime) -> bool:
        """Somebody else's text stands there, or somebody has cleared the screen on purpose."""
        over = self.until is not None and self.until <= now
        return not self.ours and not over and bool(self.text or self.ordered)


@dataclass(frozen=True, slots=True)
class Decision:
    verb: Verb
    key: int | None = None


def newest(texts: Collection[Wanted], now: datetime) -> Wanted | None:
    """The text that the screen is to show."""
    standing = [text for text in texts if text.state in STANDING and text.until > now]
    return max(standing, key=lambda text: (text.wanted_at, text.key), default=None)


def decide(
    texts: Collection[Wanted], seen: Seen | None, *, showing: int | None, dirty_at: datetime | None, now: datetime
) -> Decision:
    """What to do about a terminal that has nothing on its way."""
    top = newest(texts, now)
    foreign = seen is not None and seen.is_foreign(now)
    if top is not None:
        if seen is not None and foreign and seen.since > top.wanted_at:
            return Decision(Verb.COVERED, top.key)
        stands = seen is not None and seen.ours and bool(seen.text) and showing == top.key
        return Decision(Verb.SETTLED if stands else Verb.SHOW, top.key)
    if not texts:
        return Decision(Verb.IDLE)
    if seen is not None and foreign and (dirty_at is None or seen.since >= dirty_at):
        return Decision(Verb.YIELD)
    return Decision(Verb.DROP if dirty_at is None else Verb.CLEAR)


def trouble(state: str, *, fetched: bool, said: str) -> str:
    """Why a command came to nothing: a Trouble, or what the terminal said; "" for one that was taken back."""
    if state == CommandState.CANCELLED:
        return ""
    if state == CommandState.FAILED:
        return said[:200] or str(Trouble.NO_ANSWER)
    return str(Trouble.NO_ANSWER if fetched else Trouble.NOT_FETCHED)


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain."""
    return timedelta(seconds=_WAITS[min(max(attempts, 1), len(_WAITS)) - 1])


def until(kind: str, issued_at: datetime, expires_at: datetime) -> datetime:
    """When a screen stops by itself: with the notice, good news earlier."""
    return min(expires_at, issued_at + ALL_CLEAR_FOR) if kind == NoticeKind.ALL_CLEAR else expires_at


def lines(text: str, length: int) -> Sequence[str]:
    """The text in lines of at most `length` characters: Latin words stay whole, and no line begins with a closing sign."""
    found: list[str] = []
    rest = text.strip()
    while len(rest) > length:
        cut = _cut(rest, length)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _cut(text: str, length: int) -> int:
    """Where to break: back from the end of the line to the last place that is a good one, else hard."""
    for cut in range(length, length // 2, -1):
        inside = _is_latin(text[cut - 1]) and _is_latin(text[cut])
        if not inside and text[cut] not in _NO_LINE_BEGINS_WITH:
            return cut
    return length


def _is_latin(sign: str) -> bool:
    return sign.isascii() and not sign.isspace()
