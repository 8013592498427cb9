"""Who is to go: nearest first, of those who are on duty and trained; who cannot go is left out, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from resources.inventory.rules.travel import travel_minutes


class Duty(StrEnum):
    """ON_SHIFT: a shift runs. ACTING: answers for a post now. UNPLANNED: no rota decides their hours. OFF: a rota does, and it is not now."""

    ON_SHIFT = "on_shift"
    ACTING = "acting"
    UNPLANNED = "unplanned"
    OFF = "off"


class Fit(StrEnum):
    """HELD: by a training record that counts today. SERVES: holds or takes turns at such a post that asks for no training."""

    NOT_ASKED = "not_asked"
    HELD = "held"
    SERVES = "serves"
    MISSING = "missing"


class Whence(StrEnum):
    """What the last known place is: where they are or go by a dispatch, or came from; their post's sites or region; a depot; their region."""

    DISPATCH = "dispatch"
    LAST_DISPATCH = "last_dispatch"
    POST = "post"
    DEPOT = "depot"
    REGION = "region"
    UNKNOWN = "unknown"


class Bar(StrEnum):
    """Why somebody cannot go; all but AWAY may be overruled with a reason."""

    AWAY = "away"
    OFF_DUTY = "off_duty"
    UNTRAINED = "untrained"
    BUSY = "busy"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has on their hands, in pieces."""

    dispatches: int = 0
    tasks: int = 0
    counters: int = 0

    @property
    def total(self) -> int:
        return self.dispatches + self.tasks + self.counters


@dataclass(frozen=True, slots=True)
class Candidate:
    """kilometres: of road from the last known place, None where that is not known. asked: has declined or not answered this one."""

    person: int
    name: str
    duty: Duty
    fit: Fit
    kilometres: float | None
    load: Load = Load()
    away: bool = False
    busy: bool = False
    asked: bool = False

    @property
    def minutes(self) -> int:
        return travel_minutes(self.kilometres)


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    bars: tuple[Bar, ...]

    @property
    def can_go(self) -> bool:
        return not self.bars

    @property
    def may_be_sent(self) -> bool:
        """With a reason where there is a bar."""
        return Bar.AWAY not in self.bars


def bars(one: Candidate) -> tuple[Bar, ...]:
    facts = (
        (Bar.AWAY, one.away),
        (Bar.OFF_DUTY, one.duty == Duty.OFF and not one.away),
        (Bar.UNTRAINED, one.fit == Fit.MISSING),
        (Bar.BUSY, one.busy),
        (Bar.ASKED, one.asked),
    )
    return tuple(bar for bar, holds in facts if holds)


def rank(candidates: Iterable[Candidate]) -> list[Ranked]:
    """Those who can go first: on duty before those of unknown hours, then the shortest way, then the lightest load."""
    found = [Ranked(one, bars(one)) for one in candidates]
    return sorted(found, key=_order)


def _order(one: Ranked) -> tuple[bool, bool, bool, int, int, str, int]:
    who = one.candidate
    unsure = who.duty not in (Duty.ON_SHIFT, Duty.ACTING)
    return not one.can_go, not one.may_be_sent, unsure, who.minutes, who.load.total, who.name, who.person


def spread(wanted: Iterable[tuple[int, list[Ranked]]]) -> dict[int, Ranked]:
    """For each site (in the order given) the first who can go and is not needed at an earlier one."""
    taken: set[int] = set()
    chosen: dict[int, Ranked] = {}
    for site, ranked in wanted:
        best = next((one for one in ranked if one.can_go and one.candidate.person not in taken), None)
        if best is not None:
            chosen[site] = best
            taken.add(best.candidate.person)
    return chosen
