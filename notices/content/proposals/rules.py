"""When the system proposes a notice, and what becomes of a proposal that nobody has touched. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from incidents.response.choices import RUNNING_STATUSES, Grade, Status
from notices.content.changes import between
from notices.content.choices import ChangeReason, NoticeKind

#: a notice that ends so soon while the trouble goes on is renewed
EXPIRES_SOON: Final = timedelta(hours=2)
#: as long the system keeps a proposed update although the facts have gone back: what comes and goes is proposed once
SETTLES: Final = timedelta(minutes=10)
#: these are told before anybody has confirmed them
TOLD_UNCONFIRMED: Final = frozenset({Grade.I, Grade.II})


@dataclass(frozen=True, slots=True)
class Standing:
    """The notice that the public reads now."""

    kind: str
    basis: Mapping[str, Any]
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """A notice that is being written. is_untouched: the system's own, and nobody has changed it or handed it in."""

    kind: str
    reason: str
    basis: Mapping[str, Any]
    since: datetime
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """The last notice that came to its end after the standing one was issued, or of all. declined: a person gave it up or took it back.
    since: when it was drafted.
    """

    kind: str
    reason: str
    basis: Mapping[str, Any]
    declined: bool
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """An incident and its notices. basis: the facts as they are (see facts.bases). over_since: when it ended this time, None while it runs."""

    status: str
    grade: str
    expected_until: datetime | None
    basis: Mapping[str, Any]
    standing: Standing | None = None
    pending: Pending | None = None
    ended: Ended | None = None
    over_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    kind: NoticeKind
    reason: ChangeReason


class Step(StrEnum):
    """DRAFT a new proposal; REFRESH the one there is; DISCARD it; REPLACE it by one of another kind."""

    DRAFT = "draft"
    REFRESH = "refresh"
    DISCARD = "discard"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Decision:
    step: Step
    wanted: Wanted | None = None


def decide(state: State, now: datetime) -> Decision | None:
    """What is to be done; None for nothing. A person's own is left alone; another is proposed beside it only where what it tells is over,
    or is not over any more.
    """
    pending, want = state.pending, wanted(state, now)
    if pending is None:
        return Decision(Step.DRAFT, want) if want else None
    if not pending.is_untouched:
        return Decision(Step.DRAFT, want) if want and _contradict(pending.kind, want.kind) else None
    if want is None:
        return None if _may_come_back(state, pending, now) else Decision(Step.DISCARD)
    if pending.kind != want.kind:
        return Decision(Step.REPLACE, want)
    if pending.reason != want.reason or between(pending.basis, state.basis).reason:
        return Decision(Step.REFRESH, want)
    return None


def _contradict(kind: str, other: str) -> bool:
    return (kind == NoticeKind.ALL_CLEAR) != (other == NoticeKind.ALL_CLEAR)


def _may_come_back(state: State, pending: Pending, now: datetime) -> bool:
    running = state.status in RUNNING_STATUSES
    return running and pending.kind == NoticeKind.UPDATE and now - pending.since < SETTLES


def wanted(state: State, now: datetime) -> Wanted | None:
    """The notice that should be proposed, whatever is being written."""
    want = _while_it_runs(state, now) if state.status in RUNNING_STATUSES else _when_it_is_over(state)
    return None if want is None or _was_declined(state, want) else want


def _while_it_runs(state: State, now: datetime) -> Wanted | None:
    standing = state.standing
    if standing is None:
        return _first(state)
    if standing.kind == NoticeKind.ALL_CLEAR:
        return Wanted(NoticeKind.ALERT, ChangeReason.CONFIRMED) if state.status != Status.SUSPECTED else None
    if _nothing_is_left(standing.basis, state.basis):
        return None
    if reason := between(standing.basis, state.basis).reason:
        return Wanted(NoticeKind.UPDATE, reason)
    if state.expected_until is not None and standing.issued_at < state.expected_until <= now:
        return Wanted(NoticeKind.UPDATE, ChangeReason.TIME)
    if standing.expires_at - now <= EXPIRES_SOON:
        return Wanted(NoticeKind.UPDATE, ChangeReason.EXPIRING)
    return None


def _nothing_is_left(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """All terminals are back: people check that and restore the incident, and what follows then is the all-clear."""
    return bool(before.get("terminals")) and not after.get("terminals")


def _first(state: State) -> Wanted | None:
    if state.status == Status.SUSPECTED and state.grade not in TOLD_UNCONFIRMED:
        return None
    if state.ended is not None and not state.ended.declined and state.ended.kind != NoticeKind.ALL_CLEAR:
        return Wanted(NoticeKind.ALERT, ChangeReason.EXPIRING)
    return Wanted(NoticeKind.ALERT, ChangeReason.CONFIRMED)


def _when_it_is_over(state: State) -> Wanted | None:
    """Somebody has to tell those who read the notice. What was merged into another incident is told of by that one's."""
    if state.standing is None or state.standing.kind == NoticeKind.ALL_CLEAR or state.status == Status.MERGED:
        return None
    reason = ChangeReason.FALSE_ALARM if state.status == Status.FALSE_ALARM else ChangeReason.RECOVERY
    return Wanted(NoticeKind.ALL_CLEAR, reason)


def _was_declined(state: State, want: Wanted) -> bool:
    """A person did not want this notice, and nothing has happened since that would matter to its readers."""
    ended = state.ended
    if ended is None or not ended.declined:
        return False
    if want.kind == NoticeKind.ALL_CLEAR:
        return ended.kind == want.kind and ended.reason in ("", want.reason) and not _came_back_since(state, ended)
    same = ended.kind != NoticeKind.ALL_CLEAR and (state.standing is None or ended.reason in ("", want.reason))
    return same and between(ended.basis, state.basis).reason is None


def _came_back_since(state: State, ended: Ended) -> bool:
    """Whether the incident was opened again after the notice was drafted, and is over once more."""
    return bool(state.over_since and ended.since and ended.since < state.over_since)
