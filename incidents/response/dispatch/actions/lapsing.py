"""What the system does when nobody answers, sets out or arrives."""

from datetime import datetime

from incidents.response.dispatch import telling
from incidents.response.dispatch.choices import DispatchState
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.rules.steps import Step
from incidents.response.rules.transitions import Verb

from .offering import send_next, write
from .stepping import Going, going


def lapse(dispatch_id: int, now: datetime) -> None:
    """待应答 → 未应答, and the next is asked. Nothing where it was answered."""
    with going(_row(dispatch_id), Verb.ATTEND, actor=None, now=now) as own:
        if own.row.state != DispatchState.OFFERED:
            return
        own.take(Step.LAPSE, ended_at=now)
        own.tell_senders(telling.UNANSWERED, "unanswered")
        minutes = int((now - own.row.offered_at).total_seconds() // 60)
        write(own.move, own.row, "dispatch_unanswered", minutes=minutes)
        send_next(own.move, own.row)


def remind_to_start(dispatch_id: int, now: datetime) -> None:
    """Who has accepted and not set out is reminded, and who sent them hears of it."""
    with going(_row(dispatch_id), Verb.ATTEND, actor=None, now=now) as own:
        if own.row.state != DispatchState.ACCEPTED:
            return
        people = [own.row.person, *telling.senders(own.row, now)]
        telling.tell(own.row, people, telling.NOT_STARTED, "start", now=now)
        minutes = int((now - (own.row.answered_at or now)).total_seconds() // 60)
        write(own.move, own.row, "dispatch_not_started", minutes=minutes)


def remind_to_arrive(dispatch_id: int, step: int, now: datetime) -> None:
    """Who is late is reminded first; then who sent them, who is in charge and who leads are told."""
    with going(_row(dispatch_id), Verb.ATTEND, actor=None, now=now) as own:
        if own.row.state != DispatchState.UNDER_WAY:
            return
        if step == 0:
            telling.tell(own.row, [own.row.person], telling.OVERDUE, "late", now=now)
            write(own.move, own.row, "dispatch_overdue")
            return
        _report(own)


def _report(own: Going) -> None:
    people = telling.superiors(own.row, own.move.now)
    telling.tell(own.row, people, telling.OVERDUE_REPORTED, "reported", now=own.move.now)
    write(own.move, own.row, "dispatch_overdue_reported", people=telling.named(people))


def _row(dispatch_id: int) -> Dispatch:
    return Dispatch.objects.select_related("incident", "site", "person").get(pk=dispatch_id)
