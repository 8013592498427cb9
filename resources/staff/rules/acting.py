"""Who acts for a post. Pure: plain values in, plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from resources.staff.choices import AssignmentRole


class Reason(StrEnum):
    """Why it is this person: A holds the post; A is away and B acts; nobody is A and B acts."""

    HOLDS = "holds"
    A_AWAY = "a_away"
    A_VACANT = "a_vacant"


@dataclass(frozen=True)
class Holding:
    """Somebody is A or B of a post in [start, end); None is without limit. available: on duty, account in use."""

    person: int
    role: str
    start: datetime | None
    end: datetime | None
    available: bool = True

    def covers(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


@dataclass(frozen=True)
class Acting:
    """person answers for the post, in this role; acting_for: the A for whom B acts, where there is one."""

    person: int
    role: str
    reason: Reason
    acting_for: int | None = None


def who_acts(holdings: Iterable[Holding], at: datetime) -> Acting | None:
    """A when available; else B, with A's authority, acting for A; None when neither can."""
    current = {holding.role: holding for holding in holdings if holding.covers(at)}
    first, second = current.get(AssignmentRole.A), current.get(AssignmentRole.B)
    if first is not None and first.available:
        return Acting(first.person, AssignmentRole.A, Reason.HOLDS)
    if second is None or not second.available:
        return None
    if first is None:
        return Acting(second.person, AssignmentRole.B, Reason.A_VACANT)
    return Acting(second.person, AssignmentRole.B, Reason.A_AWAY, acting_for=first.person)


def who_is_b(holdings: Iterable[Holding], at: datetime) -> Acting | None:
    """B in person, when available: whom an escalation calls after A."""
    for holding in holdings:
        if holding.role == AssignmentRole.B and holding.covers(at) and holding.available:
            return Acting(holding.person, AssignmentRole.B, Reason.HOLDS)
    return None
