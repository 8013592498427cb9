"""Decisions about notices: moves between states, who may approve, validity. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from incidents.response.choices import RUNNING_STATUSES, Status

from .choices import NoticeKind, NoticeStatus

#: a notice says until when it holds: a day past the expected end, or three days where nobody knows the end
GRACE: Final = timedelta(hours=24)
VALIDITY_WITHOUT_END: Final = timedelta(hours=72)
#: how long it is told that everything works again
VALIDITY_OF_ALL_CLEAR: Final = timedelta(hours=24)
#: whatever a notice names, and its own validity, is nearer than this
FARTHEST: Final = timedelta(days=366)


class Verb(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    ISSUE = "issue"
    OVERRIDE = "override"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    DISCARD = "discard"


_S = NoticeStatus
#: from which states a move is possible, and where it leads
MOVES: Final[Mapping[Verb, tuple[frozenset[NoticeStatus], NoticeStatus]]] = {
    Verb.EDIT: (frozenset({_S.DRAFT}), _S.DRAFT),
    Verb.SUBMIT: (frozenset({_S.DRAFT}), _S.REVIEW),
    Verb.SEND_BACK: (frozenset({_S.REVIEW, _S.APPROVED}), _S.DRAFT),
    Verb.APPROVE: (frozenset({_S.REVIEW}), _S.APPROVED),
    Verb.ISSUE: (frozenset({_S.APPROVED}), _S.ISSUED),
    Verb.OVERRIDE: (frozenset({_S.DRAFT, _S.REVIEW}), _S.ISSUED),
    Verb.WITHDRAW: (frozenset({_S.ISSUED}), _S.WITHDRAWN),
    Verb.EXPIRE: (frozenset({_S.ISSUED}), _S.EXPIRED),
    Verb.DISCARD: (frozenset({_S.DRAFT, _S.REVIEW, _S.APPROVED}), _S.DISCARDED),
}


def is_possible(status: str, verb: Verb) -> bool:
    return status in MOVES[verb][0]


def possible(status: str) -> frozenset[Verb]:
    return frozenset(verb for verb in MOVES if is_possible(status, verb))


def is_second(person: int, wrote: int | None, submitted: int | None) -> bool:
    """Whether a person (ids) is somebody else than whoever wrote the newest text and whoever handed it in."""
    return person not in (wrote, submitted)


def is_timely(kind: str, status: str) -> bool:
    """Whether an incident in this state (response.Status) is to be told of so: an outage while it lasts, its end when it is over."""
    if kind == NoticeKind.ALL_CLEAR:
        return status not in (*RUNNING_STATUSES, Status.MERGED)
    return status in RUNNING_STATUSES


def number(day: date, count: int) -> str:
    """FB-YYYYMMDD-NNN."""
    return f"FB-{day:%Y%m%d}-{count:03d}"


def expires_at(kind: str, expected_until: datetime | None, now: datetime) -> datetime:
    """Until when a notice of this kind holds that is written now."""
    if kind == NoticeKind.ALL_CLEAR:
        return now + VALIDITY_OF_ALL_CLEAR
    if expected_until is None or expected_until <= now:
        return now + VALIDITY_WITHOUT_END
    return expected_until if kind == NoticeKind.MAINTENANCE else expected_until + GRACE
