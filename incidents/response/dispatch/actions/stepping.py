"""How a dispatch goes: answered, on the way, there, done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation import actions as escalation
from incidents.response.actions.moving import Move, moving
from incidents.response.dispatch import telling
from incidents.response.dispatch.access import require_sender, require_teller
from incidents.response.dispatch.choices import SUBJECT, ConfirmedBy
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.rules import steps
from incidents.response.dispatch.rules.steps import Step
from incidents.response.dispatch.whereabouts import minutes_to
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb
from resources.inventory.actions import custody
from resources.inventory.actions.chain import By
from resources.inventory.choices import EquipmentState
from resources.inventory.subjects import Subject
from resources.staff.models import Person

from .offering import REASON_LENGTH, require_free, send_next, write

START_DUE = "dispatch_start"
ARRIVAL_DUE = "dispatch_arrival"
#: a longer way than this is a mistake in typing, in minutes
LONGEST_WAY = 48 * 60


@dataclass(slots=True)
class Going:
    """A dispatch that is locked, in its locked incident."""

    move: Move
    row: Dispatch

    def take(self, step: Step, **changes: Any) -> None:
        """Raises Refused for a step that the state does not allow."""
        self.row.state = steps.after(self.row.state, step)
        for name, value in changes.items():
            setattr(self.row, name, value)
        self.row.save(update_fields=["state", *changes])
        escalation.cancel(SUBJECT, self.row.pk, now=self.move.now)

    def tell_senders(self, what: Any, occasion: str) -> None:
        people = [one for one in telling.senders(self.row, self.move.now) if one != self.move.actor]
        telling.tell(self.row, people, what, occasion, now=self.move.now)


@contextmanager
def going(dispatch: Dispatch, verb: Verb, *, actor: Person | None, now: datetime) -> Iterator[Going]:
    """One transaction with incident and dispatch locked and fresh, the incident first. Raises as `moving` does."""
    incident = Incident.objects.get(dispatches=dispatch.pk)
    with moving(incident, verb, actor=actor, now=now) as move:
        rows = Dispatch.objects.select_for_update(of=("self",)).select_related(
            "site", "person", "training", "offered_by", "follows"
        )
        row = rows.get(pk=dispatch.pk)
        if row.incident_id != incident.pk:
            raise Refused("dispatch_moved", _("该事件刚刚并入另一事件，请刷新页面后重试。"))
        row.incident = move.incident
        yield Going(move, row)


def accept(dispatch: Dispatch, *, actor: Person, now: datetime) -> Dispatch:
    """待应答 → 已接受. Nobody is bound twice unless a reason says why. Raises Forbidden or Refused."""
    require_teller(actor, dispatch)
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        steps.after(own.row.state, Step.ACCEPT)
        Person.objects.select_for_update(no_key=True).get(pk=own.row.person_id)
        require_free(own.row.person, own.row.override_reason, own.row.pk)
        try:
            with transaction.atomic():
                own.take(Step.ACCEPT, answered_at=now)
        except IntegrityError as error:
            raise Refused("dispatch_busy_now", _("%(person)s刚刚接受了另一派遣。"), person=own.row.person) from error
        escalation.schedule(SUBJECT, own.row.pk, START_DUE, due_at=now + steps.START_WITHIN)
        own.tell_senders(telling.ACCEPTED, "accepted")
        write(own.move, own.row, "dispatch_accepted")
    return own.row


def decline(dispatch: Dispatch, reason: str, *, actor: Person, now: datetime) -> Dispatch:
    """→ 已谢绝 with the reason; the next is asked. Raises Forbidden, Invalid or Refused."""
    require_teller(actor, dispatch)
    text = _reason(reason, _("请写明谢绝的原因。"))
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        own.take(Step.DECLINE, answered_at=own.row.answered_at or now, ended_at=now, reason=text)
        own.tell_senders(telling.DECLINED, "declined")
        write(own.move, own.row, "dispatch_declined", text)
        send_next(own.move, own.row)
    return own.row


def start(dispatch: Dispatch, *, actor: Person, now: datetime, minutes: int | None = None) -> Dispatch:
    """已接受 → 前往中. minutes: until they will be there, as they say; None: as estimated from where they were last.

    What they take along and may take for themselves is handed out to them. Raises Forbidden, Invalid or Refused.
    """
    require_teller(actor, dispatch)
    if minutes is not None and not 0 < minutes <= LONGEST_WAY:
        raise Invalid("dispatch_minutes", _("预计用时应为1到%(most)s分钟。"), most=LONGEST_WAY)
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        way = minutes or max(1, minutes_to(own.row.person, own.row.site, now))
        expected = now + timedelta(minutes=way)
        own.take(Step.START, started_at=now, expected_at=expected)
        _hand_out(own)
        for step, after in enumerate((steps.GRACE, steps.GRACE + steps.REPORTED_AFTER)):
            escalation.schedule(SUBJECT, own.row.pk, ARRIVAL_DUE, step=step, due_at=expected + after)
        write(own.move, own.row, "dispatch_under_way", expected=expected.isoformat())
    return own.row


def arrive(dispatch: Dispatch, *, actor: Person, now: datetime, scanned: bool = False) -> Dispatch:
    """→ 已到场. scanned: the code of the site or of one of its terminals was read there. Raises Forbidden or Refused."""
    require_teller(actor, dispatch)
    own_word = ConfirmedBy.SCAN if scanned else ConfirmedBy.WORD
    confirmed = own_word if actor.pk == dispatch.person_id else ConfirmedBy.PHONE
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        own.take(Step.ARRIVE, on_site_at=now, confirmed_by=confirmed)
        expected = own.row.expected_at
        if expected is not None and now - expected > steps.GRACE:
            late = int((now - expected).total_seconds() // 60)
            write(own.move, own.row, "dispatch_on_site_late", minutes=late)
        else:
            write(own.move, own.row, "dispatch_on_site_scan" if scanned else "dispatch_on_site")
    return own.row


def release(dispatch: Dispatch, *, actor: Person, now: datetime, text: str = "") -> Dispatch:
    """→ 已结束: the work there is done, or they are not needed any more. Raises Forbidden or Refused."""
    require_teller(actor, dispatch)
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        own.take(Step.RELEASE, ended_at=now, reason=text.strip()[:REASON_LENGTH])
        if actor.pk != own.row.person_id:
            telling.tell(own.row, [own.row.person], telling.RELEASED, "released", now=now)
        write(own.move, own.row, "dispatch_released", text)
    return own.row


def withdraw(dispatch: Dispatch, reason: str, *, actor: Person, now: datetime) -> Dispatch:
    """→ 已撤回, before they are there. Raises Forbidden, Invalid or Refused."""
    require_sender(actor, dispatch.site)
    text = _reason(reason, _("请写明撤回的原因。"))
    with going(dispatch, Verb.ATTEND, actor=actor, now=now) as own:
        own.take(Step.WITHDRAW, ended_at=now, reason=text)
        telling.tell(own.row, [own.row.person], telling.WITHDRAWN, "withdrawn", now=now)
        write(own.move, own.row, "dispatch_withdrawn", text)
    return own.row


def _reason(reason: str, missing: Any) -> str:
    text = reason.strip()[:REASON_LENGTH]
    if not text:
        raise Invalid("reason", missing)
    return text


def _hand_out(own: Going) -> None:
    """By the chain of custody, as if they took it at the depot. What needs its keeper stays on the list."""
    row, move = own.row, own.move
    subject = Subject("incident", move.incident.pk, move.incident.number)
    for item in row.equipment.filter(state=EquipmentState.IN_DEPOT).select_related("depot").order_by("pk"):
        by = By(move.actor, move.now, key=f"dispatch:{row.pk}:{item.pk}", subject=subject)
        try:
            with transaction.atomic():
                custody.hand_out(item, custody.Receiver(holder=row.person, site=row.site), by)
        except Refused:
            continue
