"""What the system does when nobody answers, sets out or arrives."""

from datetime import datetime

from incidents.escalation import actions as escalation
from incidents.escalation.models import Deadline
from incidents.response.dispatch import telling
from incidents.response.dispatch.choices import SUBJECT, DispatchState
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.rules.steps import AGAIN_AFTER, Step
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


def remind_to_start(deadline: Deadline, now: datetime) -> None:
    """Who has accepted and not set out is reminded, and who sent them hears of it; the second time, and from then on, whoever leads too."""
    with going(_row(deadline.subject_id), Verb.ATTEND, actor=None, now=now) as own:
        if own.row.state != DispatchState.ACCEPTED:
            return
        told = telling.superiors if deadline.round else telling.senders
        people = [own.row.person, *told(own.row, now)]
        telling.tell(own.row, people, telling.NOT_STARTED, f"start:{deadline.round}", now=now)
        minutes = int((now - (own.row.answered_at or now)).total_seconds() // 60)
        write(own.move, own.row, "dispatch_not_started", minutes=minutes)
        _again(deadline, now)


def remind_to_arrive(deadline: Deadline, now: datetime) -> None:
    """Who is late is reminded first; then who sent them, who is in charge and who leads are told, as long as it is late."""
    with going(_row(deadline.subject_id), Verb.ATTEND, actor=None, now=now) as own:
        if own.row.state != DispatchState.UNDER_WAY:
            return
        if deadline.step == 0:
            telling.tell(own.row, [own.row.person], telling.OVERDUE, "late", now=now)
            write(own.move, own.row, "dispatch_overdue")
            return
        _report(own, deadline.round)
        _again(deadline, now)


def _report(own: Going, number: int) -> None:
    people = telling.superiors(own.row, own.move.now)
    telling.tell(own.row, people, telling.OVERDUE_REPORTED, f"reported:{number}", now=own.move.now)
    write(own.move, own.row, "dispatch_overdue_reported", people=telling.named(people))


def _again(deadline: Deadline, now: datetime) -> None:
    """The same reminder once more, unless something happens before: who is on the way is never forgotten."""
    escalation.schedule(
        SUBJECT,
        deadline.subject_id,
        deadline.kind,
        step=deadline.step,
        round=deadline.round + 1,
        due_at=now + AGAIN_AFTER,
    )


def _row(dispatch_id: int) -> Dispatch:
    return Dispatch.objects.select_related("incident", "site", "person").get(pk=dispatch_id)
