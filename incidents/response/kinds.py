"""What each kind of substitute adds: its section on the substitute's page, what must be in place, what follows a change.

The kinds live in rooms of their own (counters, online, hotline) and register here when the app is ready.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resources.staff.models import Person

from .choices import SubstituteStatus
from .models import Substitute


def _no_context(substitute: Substitute, person: Person, now: datetime) -> Mapping[str, Any]:
    return {}


def _nothing_missing(substitute: Substitute, status: SubstituteStatus) -> Sequence[str]:
    return ()


def _nothing_follows(substitute: Substitute, *, actor: Person, now: datetime) -> None:
    return None


def _no_evidence(substitute: Substitute) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of substitute as the general part sees it.

    template: of its section, shown with what `section` gives (as it is for this person now), besides `substitute`,
    `incident`, `view` and `can_change`.
    missing: what is not in place for a status that the substitute is to get, in sentences; then a reason must overrule them.
    follow: what else happens with a change of status, in its transaction; the substitute has its new status then.
    evidence: what the kind itself knows that shows it serves, proposed to whoever has to say so; "" for nothing.
    states_capacity: whether people state the capacity by hand; False where the kind computes it.
    """

    template: str = ""
    section: Callable[[Substitute, Person, datetime], Mapping[str, Any]] = _no_context
    missing: Callable[[Substitute, SubstituteStatus], Sequence[str]] = _nothing_missing
    follow: Callable[..., None] = _nothing_follows
    evidence: Callable[[Substitute], str] = _no_evidence
    states_capacity: bool = True


PLAIN = Kind()
_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Name what a SubstituteKind adds. Two different kinds of one name are a programming error."""
    if _kinds.setdefault(str(name), kind) is not kind:
        raise ValueError(f"the kind of substitute {name!r} is registered already")


def kind_of(substitute: Substitute) -> Kind:
    return _kinds.get(substitute.kind, PLAIN)
