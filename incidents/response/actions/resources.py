"""What an incident needs and gets: the inventory decides and writes, the timeline tells it in the same transaction."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.choices import SUBJECT
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb
from resources.inventory.actions import needs, planning, transfers
from resources.inventory.models import Need, PartType, Reservation, Transfer
from resources.inventory.subjects import Subject
from resources.network.models import Site, Terminal
from resources.staff.models import Person

from .moving import Move, moving
from .telling import tell


@dataclass(frozen=True, slots=True)
class Asked:
    """So many of a part, or of a kind of equipment, for a site."""

    site: Site
    quantity: int
    part: PartType | None
    equipment_kind: str


def subject_of(incident: Incident) -> Subject:
    return Subject(SUBJECT, incident.pk, incident.number)


def ask(
    incident: Incident,
    site: Site,
    quantity: int,
    *,
    actor: Person,
    now: datetime,
    part: PartType | None = None,
    equipment_kind: str = "",
    terminal: Terminal | None = None,
    note: str = "",
) -> Need:
    """A site of the incident needs something. Raises Forbidden, Invalid or Refused."""
    with _arranging(incident, actor, now) as move:
        if not move.incident.terminals.filter(site=site).exists():
            raise Invalid("site", _("该网点不在事件的影响范围内。"))
        return needs.add_need(
            subject_of(move.incident),
            site,
            quantity,
            actor=actor,
            now=now,
            part=part,
            equipment_kind=equipment_kind,
            terminal=terminal,
            note=note,
        )


def ask_all(incident: Incident, asked: Sequence[Asked], *, actor: Person, now: datetime) -> list[Need]:
    """Several needs at once: all or none. Raises as `ask` does."""
    with transaction.atomic():
        return [
            ask(
                incident, one.site, one.quantity, part=one.part, equipment_kind=one.equipment_kind, actor=actor, now=now
            )
            for one in asked
        ]


def change(incident: Incident, need: Need, quantity: int, *, actor: Person, now: datetime) -> Need:
    """Another quantity. Raises Forbidden, Invalid or Refused."""
    with _arranging(incident, actor, now):
        return needs.change_need(need, quantity, actor=actor, now=now)


def cancel(incident: Incident, need: Need, *, reason: str, actor: Person, now: datetime) -> Need:
    """It is not needed any more. Raises Forbidden, Invalid or Refused."""
    with _arranging(incident, actor, now):
        return needs.cancel_need(need, reason=reason, actor=actor, now=now)


def reserve(
    incident: Incident, takes: Sequence[planning.Take], *, key: str, actor: Person, now: datetime
) -> list[Reservation]:
    """The whole plan or nothing; the same key again reserves nothing more. Raises Forbidden, Invalid or Refused."""
    with _arranging(incident, actor, now) as move:
        return planning.reserve_plan(subject_of(move.incident), takes, key=key, actor=actor, now=now)


def release(incident: Incident, reservation: Reservation, *, reason: str, actor: Person, now: datetime) -> Reservation:
    """Give one promise back. Raises Forbidden, Invalid or Refused."""
    with _arranging(incident, actor, now):
        return planning.release(reservation, reason=reason, actor=actor, now=now)


def plan_transfers(incident: Incident, *, actor: Person, now: datetime) -> list[Transfer]:
    """A draft for each depot and site of what is reserved; those that there are already stay. Raises Forbidden or Refused."""
    with _arranging(incident, actor, now) as move:
        held = planning.open_reservations(subject_of(move.incident))
        if not held:
            raise Invalid("nothing_reserved", _("还没有预留的备件：请先按方案预留。"))
        return transfers.create_from_reservations(subject_of(move.incident), held, actor=actor, now=now)


def end(move: Move) -> None:
    """The incident is over: what is still promised to it is free again, and drafts of transfers are cancelled."""
    subject = subject_of(move.incident)
    with override(settings.LANGUAGE_CODE):
        reason = gettext("事件%(number)s已结束") % {"number": move.incident.number}
    for transfer in planning.drafts(subject):
        transfers.cancel(transfer, actor=None, now=move.now, reason=reason)
    needs.release_all(subject, reason=reason, actor=move.actor, now=move.now)
    tell(move.incident)


def follow_merge(source: Move, target: Incident) -> None:
    """The target takes over needs, promises, transfers and equipment. Before that the source's timeline tells its own."""
    tell(source.incident)
    planning.hand_over(subject_of(source.incident), subject_of(target))


def follow_split(source: Move, part: Incident, sites: Collection[int]) -> None:
    """What is for sites (primary keys) that went over wholly is the part's."""
    tell(source.incident)
    planning.hand_over(subject_of(source.incident), subject_of(part), sites)


@contextmanager
def _arranging(incident: Incident, actor: Person, now: datetime) -> Iterator[Move]:
    with moving(incident, Verb.RESOURCES, actor=actor, now=now) as move:
        yield move
        tell(move.incident)
