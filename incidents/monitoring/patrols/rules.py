"""Pure decisions of patrols: when rounds are, how a round stands, what an entry means."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from emergency_ops.lib.clock import SHANGHAI
from incidents.monitoring.detection.codes import Severity
from incidents.monitoring.reported.rules import MEANINGS, severity
from resources.network.hours import Hours

from .choices import Outcome, RoundState

#: whoever is next at the post is told at most so long after the round was due
CALL_AFTER: Final = timedelta(minutes=15)
#: a round that would begin so shortly before closing is none
SHORTEST: Final = timedelta(minutes=20)

Seen = tuple[int, str]


class Slot(NamedTuple):
    """When a round is to begin, until when it is on time, and until when it is not missed."""

    starts: datetime
    due: datetime
    ends: datetime


def slots(hours: Hours, since: datetime, until: datetime, interval: timedelta, grace: timedelta) -> list[Slot]:
    """The rounds that begin in [since, until): at opening and every interval after it, by Shanghai's clock."""
    if not interval:
        return []
    found: list[Slot] = []
    for opens, closes in _openings(hours, since, until):
        starts = opens
        while starts < closes:
            if since <= starts < until and closes - starts >= SHORTEST:
                found.append(_slot(starts, closes, interval, grace))
            starts += interval
    return found


def _slot(starts: datetime, closes: datetime, interval: timedelta, grace: timedelta) -> Slot:
    ends = min(starts + interval, closes)
    return Slot(starts, min(starts + grace, ends), ends)


def _openings(hours: Hours, since: datetime, until: datetime) -> Iterable[tuple[datetime, datetime]]:
    """The openings that touch [since, until); where a place never closes, its days."""
    at = since.astimezone(SHANGHAI)
    while at < until:
        if hours.always:
            opens = at.replace(hour=0, minute=0, second=0, microsecond=0)
            closes = opens + timedelta(days=1)
        else:
            begins = hours.open_since(at) or hours.next_open(at)
            ends = hours.next_close(at)
            if begins is None or ends is None:
                return
            opens, closes = begins, ends
        yield opens, closes
        at = closes


def finished_at(expected: Collection[Seen], entries: Iterable[tuple[Seen, datetime]]) -> datetime | None:
    """When everything expected had been looked at once, in whatever order it came to us; None while something is missing."""
    first: dict[Seen, datetime] = {}
    for seen, at in entries:
        first[seen] = min(at, first.get(seen, at))
    if not expected or any(seen not in first for seen in expected):
        return None
    return max(first[seen] for seen in expected)


def state_of(state: str, due: datetime, finished: datetime | None, begun: bool) -> RoundState:
    """What a round is by what was seen on it; a missed one that was finished after all is what it then turns out to be."""
    if finished is not None:
        return RoundState.DONE if finished <= due else RoundState.LATE
    if state == RoundState.PLANNED and begun:
        return RoundState.UNDER_WAY
    return RoundState(state)


def call_at(due: datetime, ends: datetime) -> datetime:
    """When whoever is next at the post is told of a round that nobody has done."""
    return due + min(CALL_AFTER, (ends - due) / 2)


def seen_at(claimed: datetime, sent: datetime | None, received: datetime) -> datetime:
    """When something was seen, by our clock: by how much the phone's clock is wrong is told by when it says that it sent."""
    corrected = claimed + (received - sent) if sent is not None else claimed
    return min(corrected, received)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """Something to look at. `name` is empty for the shipped ones; `faults` are the codes to choose from."""

    code: str
    name: str
    faults: tuple[str, ...]


def items_for(model: str, checklists: Mapping[str, Sequence[CheckItem]]) -> Sequence[CheckItem]:
    """The checklist of a terminal's model, else the one for all."""
    return checklists.get(model) or checklists.get("") or ()


def is_worth_a_warning(fault_code: str) -> bool:
    """What is only a note (paper low, a notice gone) is a finding and no warning, as in detection."""
    return severity(fault_code or "unknown") > Severity.NOTE


def report_key(site: str, terminal: str, item: str, fault_code: str) -> str:
    """Under which a finding is reported: by itself, or with its site's others where the cause spreads."""
    known = MEANINGS.get(fault_code)
    return f"{site}/{fault_code}" if known is not None and known.spreads else f"{terminal}/{item}"


def counts(outcome: str) -> bool:
    """Whether an entry says how a thing is; one that could not be looked at changes nothing."""
    return outcome != Outcome.SKIPPED
