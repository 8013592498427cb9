"""Who acts for a post at a time, and why. Pure: plain values in, plain values out.

A answers for the post. While A cannot (nobody is A, the account is closed, A is away, A did not answer for the subject at
hand), B acts for A; where B cannot either, the person who was named to cover; else the post's head; else nobody. Not to
have answered counts only while somebody else can act: it never leaves a post with nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from resources.staff.choices import ActingRole, AssignmentRole


class Reason(StrEnum):
    """Why it is this person: A holds the post, or what keeps A from it.

    LAST_RESORT: A did not answer and nobody else can. BY_ROLE: no post at all, somebody with the role stands in.
    """

    HOLDS = "holds"
    A_VACANT = "a_vacant"
    A_CLOSED = "a_closed"
    A_AWAY = "a_away"
    A_SILENT = "a_silent"
    LAST_RESORT = "last_resort"
    BY_ROLE = "by_role"


@dataclass(frozen=True)
class Span:
    """Something is so for a person in [start, end); None is without limit."""

    person: int
    start: datetime | None = None
    end: datetime | None = None

    def contains(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


@dataclass(frozen=True)
class Holding(Span):
    """Somebody is A or B of the post."""

    role: str = AssignmentRole.A


@dataclass(frozen=True)
class Facts:
    """What is known about a post: at most one A, one B and one cover at any time.

    closed: accounts out of use, taken as closed at all times. silent: those who did not answer for the subject at hand, since when.
    """

    holdings: tuple[Holding, ...] = ()
    away: tuple[Span, ...] = ()
    covers: tuple[Span, ...] = ()
    head: int | None = None
    closed: frozenset[int] = field(default_factory=frozenset)
    silent: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Acting:
    """person answers for the post, as `role`; acting_for: the A in whose place they do.

    since: from when they act as this without a break; None: without a known beginning.
    """

    person: int
    role: ActingRole
    reason: Reason
    acting_for: int | None = None
    since: datetime | None = None


def who_acts(facts: Facts, at: datetime) -> Acting | None:
    """Who answers for the post at this time, and why; None: nobody."""
    found = _decide(facts, at)
    if found is None or found.reason == Reason.A_CLOSED:
        return found
    return replace(found, since=_since(facts, at, found))


def who_is_next(facts: Facts, at: datetime) -> Acting | None:
    """Whom to turn to at this time when A, whoever that is, does not answer: B, else the cover, else the head; None: nobody."""
    first = _holder(facts, AssignmentRole.A, at)
    return _stand_in(facts, first, Reason.A_VACANT if first is None else Reason.A_SILENT, at)


def in_order(facts: Facts, at: datetime) -> list[Acting]:
    """Everybody who can answer for the post at this time, one after the other; an A who did not answer comes last."""
    first = _holder(facts, AssignmentRole.A, at)
    hindrance = Reason.A_VACANT if first is None else _hindrance(facts, first, at)
    others = list(_stand_ins(facts, first, hindrance or Reason.A_SILENT, at))
    if first is None or hindrance not in (None, Reason.A_SILENT):
        return others
    if hindrance is None:
        return [Acting(first, ActingRole.A, Reason.HOLDS), *others]
    return [*others, Acting(first, ActingRole.A, Reason.LAST_RESORT)]


def _decide(facts: Facts, at: datetime) -> Acting | None:
    first = _holder(facts, AssignmentRole.A, at)
    if first is None:
        return _stand_in(facts, None, Reason.A_VACANT, at)
    hindrance = _hindrance(facts, first, at)
    if hindrance is None:
        return Acting(first, ActingRole.A, Reason.HOLDS)
    found = _stand_in(facts, first, hindrance, at)
    if found is None and hindrance == Reason.A_SILENT:
        return Acting(first, ActingRole.A, Reason.LAST_RESORT)
    return found


def _hindrance(facts: Facts, first: int, at: datetime) -> Reason | None:
    if first in facts.closed:
        return Reason.A_CLOSED
    if _is_in(facts.away, first, at):
        return Reason.A_AWAY
    return Reason.A_SILENT if _is_in(facts.silent, first, at) else None


def _stand_in(facts: Facts, first: int | None, reason: Reason, at: datetime) -> Acting | None:
    """The first who can, of those who come after A."""
    return next(_stand_ins(facts, first, reason, at), None)


def _stand_ins(facts: Facts, first: int | None, reason: Reason, at: datetime) -> Iterator[Acting]:
    for role, person in _after_a(facts, at):
        if person != first and person not in facts.closed and not _is_in(facts.away, person, at):
            yield Acting(person, role, reason, acting_for=first)


def _after_a(facts: Facts, at: datetime) -> Iterator[tuple[ActingRole, int]]:
    second = _holder(facts, AssignmentRole.B, at)
    if second is not None:
        yield ActingRole.B, second
    yield from ((ActingRole.COVER, cover.person) for cover in facts.covers if cover.contains(at))
    if facts.head is not None:
        yield ActingRole.HEAD, facts.head


def _holder(facts: Facts, role: str, at: datetime) -> int | None:
    return next((held.person for held in facts.holdings if held.role == role and held.contains(at)), None)


def _is_in(spans: Iterable[Span], person: int, at: datetime) -> bool:
    return any(span.person == person and span.contains(at) for span in spans)


def _since(facts: Facts, at: datetime, found: Acting) -> datetime | None:
    """Back from change to change of anything known, as long as the same person acts as the same."""
    changes = sorted({edge for edge in _edges(facts) if edge <= at}, reverse=True)
    if not changes:
        return None
    before_all = changes[-1] - timedelta(seconds=1)
    for change, earlier in zip(changes, [*changes[1:], before_all], strict=True):
        then = _decide(facts, earlier)
        if then is None or (then.person, then.role) != (found.person, found.role):
            return change
    return None


def _edges(facts: Facts) -> Iterator[datetime]:
    for span in (*facts.holdings, *facts.away, *facts.covers, *facts.silent):
        yield from (edge for edge in (span.start, span.end) if edge is not None)
