"""What every action does first: check who acts, lock the incident, ask the rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from emergency_ops.lib.errors import Refused
from incidents.escalation.actions.reaching import heard_from
from incidents.response import timeline
from incidents.response.access import require, require_sight
from incidents.response.choices import SUBJECT, EntryKind
from incidents.response.models import Incident, TimelineEntry
from incidents.response.posts import acting_for
from incidents.response.rules.transitions import Verb, refusal
from resources.staff.models import Person


@dataclass(slots=True)
class Move:
    """An incident that is locked, and who changes it at which instant. actor None is the system."""

    incident: Incident
    actor: Person | None
    acting_for: Person | None
    now: datetime

    def require(self, verb: Verb) -> None:
        """Raises Refused, with what is possible instead, for a verb that the status does not allow."""
        reason = refusal(self.incident.status, verb)
        if reason:
            raise Refused("status", reason)

    def save(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self.incident, name, value)
        self.incident.save(update_fields=list(changes))

    def release_terminals(self) -> None:
        """Every terminal that is still affected no longer is."""
        self.incident.terminals.filter(until=None).update(until=self.now)

    def write(self, kind: EntryKind, code: str, text: str = "", /, **params: Any) -> TimelineEntry:
        return timeline.write(
            self.incident,
            kind,
            code,
            now=self.now,
            actor=self.actor,
            acting_for=self.acting_for,
            params=params,
            text=text.strip(),
        )


@contextmanager
def moving(
    incident: Incident,
    verb: Verb,
    *,
    actor: Person | None,
    now: datetime,
) -> Iterator[Move]:
    """One transaction with the incident's row locked and fresh. Whoever acts here has been heard of, acknowledged or not.

    Raises Forbidden for a role or region that may not, Refused for a move that the status does not allow.
    """
    require(actor, verb)
    require_sight(actor, incident)
    with transaction.atomic():
        locked = (
            Incident.objects.select_for_update(of=("self",))
            .select_related("policy_version", "region")
            .get(pk=incident.pk)
        )
        if actor is not None:
            heard_from(SUBJECT, locked.pk, actor, now)
        move = Move(locked, actor, acting_for(actor, locked, now), now)
        move.require(verb)
        yield move
