"""Who has which role in an incident at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.response.models import Incident
from incidents.response.posts import acting_functions
from resources.staff.choices import Function
from resources.staff.models import Person
from resources.staff.queries import Incumbent

from .choices import TransferState
from .models import CommandTransfer, RoleHolder


@dataclass(frozen=True, slots=True)
class Role:
    """A function: who was named for it, and who acts for the post, who has it otherwise."""

    function: Function
    holder: RoleHolder | None
    acts: Incumbent | None

    @property
    def person(self) -> Person | None:
        if self.holder:
            return self.holder.person
        return self.acts.person if self.acts else None


def roles_of(incident: Incident, now: datetime, functions: Sequence[Function] = tuple(Function)) -> list[Role]:
    """Each of the functions, in the order of the list; a fixed number of queries."""
    named = holders(incident)
    acting = acting_functions(incident, [str(function) for function in functions], now)
    return [Role(function, named.get(function), acting[function]) for function in functions]


def holders(incident: Incident) -> Mapping[str, RoleHolder]:
    """By function, who was named."""
    rows = RoleHolder.objects.filter(incident=incident, until=None, person__is_active=True).select_related("person")
    return {row.function: row for row in rows}


def commander(incident: Incident, now: datetime) -> Person | None:
    """Who commands it: named, or by the post."""
    return roles_of(incident, now, [Function.COMMANDER])[0].person


def open_transfer(incident: Incident) -> CommandTransfer | None:
    """The handover that waits for its taker."""
    waiting = incident.command_transfers.filter(state=TransferState.PROPOSED)
    return waiting.select_related("giver", "taker").first()
