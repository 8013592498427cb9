"""Call-backs: taken by one agent, tried, done or given up. The caller's number goes as soon as it is not owed any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.escalation import actions as escalation
from incidents.response.hotline import rules
from incidents.response.hotline.access import may_take_over, require_agent
from incidents.response.hotline.choices import OWED, SUBJECT, CallBackState
from incidents.response.hotline.models import CallBack, CallBackAttempt
from incidents.response.hotline.queries import owed_in_turn
from incidents.response.models import Substitute
from resources.staff.models import Person


def take(call_back: CallBack, *, actor: Person, now: datetime) -> CallBack:
    """The actor calls back. Raises Refused where somebody else does already or it is settled.

    A coordinator takes it over from somebody who has left with it.
    """
    with _locked(call_back, actor) as row:
        is_anothers = row.state == CallBackState.TAKEN and row.assignee_id != actor.pk
        if is_anothers and not may_take_over(actor):
            raise Refused("taken", _("%(person)s正在回电，请接下一个。"), person=str(row.assignee))
        _save(row, state=CallBackState.TAKEN, assignee=actor)
    return row


def take_next(substitute: Substitute, *, actor: Person, now: datetime) -> CallBack | None:
    """The first in turn that nobody has taken, or the one that the actor has already; None when nobody waits."""
    require_agent(actor, substitute)
    with transaction.atomic():
        Substitute.objects.select_for_update(no_key=True).only("pk").get(pk=substitute.pk)
        owed = owed_in_turn(substitute, now)
        mine = [one for one in owed if one.assignee_id == actor.pk]
        free = [one for one in owed if one.state == CallBackState.WAITING and not _rests(one, now)]
        return take((mine or free)[0], actor=actor, now=now) if mine or free else None


def give_back(call_back: CallBack, *, actor: Person, now: datetime) -> CallBack:
    """Somebody else may take it. Only whoever has it."""
    with _locked(call_back, actor) as row:
        _require_mine(row, actor)
        _save(row, state=CallBackState.WAITING, assignee=None)
    return row


def tried(call_back: CallBack, *, reached: bool, note: str, actor: Person, now: datetime) -> CallBack:
    """The caller was reached, and this is what came of it; or not, and it is tried again, until it was often enough.

    Raises Refused for whoever has not taken it, Invalid where it does not say what the caller was told.
    """
    if reached and not note.strip():
        raise Invalid("note", _("请填写回电结果。"))
    with _locked(call_back, actor) as row:
        _require_mine(row, actor)
        CallBackAttempt.objects.create(call_back=row, at=now, person=actor, reached=reached, note=note.strip())
        row.attempts += 1
        if reached:
            _end(row, CallBackState.DONE, note, now)
        elif rules.is_last(row.attempts):
            _end(row, CallBackState.GIVEN_UP, note, now)
        else:
            _save(row, state=CallBackState.WAITING, assignee=None, not_before=now + rules.AGAIN_AFTER)
        row.save(update_fields=["attempts"])
    return row


def _end(row: CallBack, state: CallBackState, note: str, now: datetime) -> None:
    _save(row, state=state, number="", ended_at=now, result=note.strip(), not_before=None)
    escalation.cancel(SUBJECT, row.pk, now=now)


def _rests(row: CallBack, now: datetime) -> bool:
    return row.not_before is not None and now < row.not_before


def _require_mine(row: CallBack, actor: Person) -> None:
    if row.state != CallBackState.TAKEN or row.assignee_id != actor.pk:
        raise Refused("not_yours", _("请先接下这个回电，再登记结果。"))


@contextmanager
def _locked(call_back: CallBack, actor: Person) -> Iterator[CallBack]:
    with transaction.atomic():
        rows = CallBack.objects.select_related("call__substitute__incident", "call__substitute__site", "assignee")
        row = rows.select_for_update(of=("self",)).get(pk=call_back.pk)
        require_agent(actor, row.call.substitute)
        if row.state not in OWED:
            raise Refused("settled", _("这个回电已经办结。"))
        yield row


def _save(row: CallBack, **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
