"""What the status page shows when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from emergency_ops.lib.clock import SHANGHAI
from notices.content.choices import NoticeKind, NoticeStatus

#: how far the history goes back
HISTORY: Final = timedelta(days=90)
#: an edition is made anew after so many seconds although nothing was changed: times pass, names change
SLOT: Final = 60
#: without a look at the terminals for so long nobody says that all is well
STALE: Final = timedelta(minutes=5)
#: so many sites are named on one page; more are told by number, and by region
MOST_SITES: Final = 60
LONGEST_QUERY: Final = 40
#: labels of a site's facts and ways that the page says in its own way, or not at all: paper has a code to scan, a page has not
ON_PAPER_ONLY: Final = ("扫码缴费", "扫码查询", "常见问题")


class State(StrEnum):
    """How a notice stands for its reader."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Health(StrEnum):
    """What a page may say of a place as a whole. UNKNOWN: no trouble is announced, but nobody has looked lately."""

    OUT = "out"
    WELL = "well"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is shown depends on the last change, by its mark, and on the minute only: two answers of one edition are the same.

    Without a mark nothing was ever published, and nothing is kept.
    """

    mark: str
    changed_at: datetime | None
    slot: int

    @property
    def key(self) -> str:
        return f"{self.mark}.{self.slot}" if self.mark else ""

    @property
    def modified(self) -> int:
        """Seconds since 1970, for Last-Modified."""
        changed = int(self.changed_at.timestamp()) if self.changed_at else 0
        return max(changed, self.slot * SLOT)


def edition(mark: str, changed_at: datetime | None, now: datetime) -> Edition:
    return Edition(mark, changed_at, int(now.timestamp()) // SLOT)


def state_of(status: str, expires_at: datetime, now: datetime) -> State:
    """An issued notice ends at its expiry, whether or not a sweep has been there."""
    if status == NoticeStatus.ISSUED:
        return State.CURRENT if now < expires_at else State.EXPIRED
    return State(status)


def is_outage(kind: str) -> bool:
    return kind in (NoticeKind.ALERT, NoticeKind.UPDATE)


def health(outages: int, looked_at: datetime | None, now: datetime) -> Health:
    if outages:
        return Health.OUT
    return Health.WELL if looked_at is not None and now - looked_at <= STALE else Health.UNKNOWN


def months(now: datetime) -> list[date]:
    """The first days of the months that the history touches, the newest first."""
    last = (now - HISTORY).astimezone(SHANGHAI).date().replace(day=1)
    month = now.astimezone(SHANGHAI).date().replace(day=1)
    found = []
    while month >= last:
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def month_of(text: str, now: datetime) -> date | None:
    """2026-11 as its first day, where the history touches it."""
    return next((month for month in months(now) if f"{month:%Y-%m}" == text), None)


def span(month: date, now: datetime) -> tuple[datetime, datetime]:
    """From when until when notices of this month are in the history."""
    start = datetime(month.year, month.month, 1, tzinfo=SHANGHAI)
    following = (start + timedelta(days=32)).replace(day=1)
    return max(start, now - HISTORY), following


def terms(query: str) -> Sequence[str]:
    """At most four words of a search. NUL and other control characters are no text."""
    kept = "".join(char for char in query[:LONGEST_QUERY] if char.isprintable())
    return kept.split()[:4]


def can_be_a_place(code: str) -> bool:
    """Whether a code can be part of an address and of a path: not empty, no slash, not only dots."""
    return bool(code.strip(".")) and "/" not in code and "\\" not in code and code.isprintable()
