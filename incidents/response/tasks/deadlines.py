"""What happens when a deadline of a task falls due. Imported once, when the app is ready."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise

from emergency_ops.lib.wording import listed
from incidents.escalation import registry
from incidents.escalation.models import Deadline
from incidents.escalation.queries import held_until, silences
from incidents.response import posts
from incidents.response.choices import SUBJECT as INCIDENT
from resources.staff.models import Person

from . import messages, owed
from .actions import handing
from .actions.handling import Hand, lock_incident_of, lock_task
from .choices import UNFINISHED, Outcome, TaskState
from .lines import Lines
from .rules import ASK_AGAIN_AFTER, LATE_AGAIN_AFTER, Seat, is_for_later, next_seat

Handling = Callable[[Hand, Deadline], None]


def _handler(handle: Handling, *states: TaskState) -> registry.Handler:
    """A handler that locks the incident and the task and does nothing when the task has moved on."""

    def fire(deadline: Deadline, now: datetime) -> None:
        with transaction.atomic():
            incident = lock_incident_of(deadline.subject_id)
            task = lock_task(deadline.subject_id)
            if task.state in states:
                handle(Hand(task, incident, None, None, now), deadline)

    return fire


def _accept_due(hand: Hand, deadline: Deadline) -> None:
    """Nobody has said that they take it: the next is asked, and when nobody is left the lead, again and again.

    Whoever has the incident in hand has its tasks too, for as long as that holds.
    """
    if _is_premature(hand, deadline):
        return
    if is_for_later(hand.task.phase, hand.incident.status):
        owed.owe_next(hand.task, deadline.kind, hand.now + ASK_AGAIN_AFTER)
        return
    former = hand.task.assignee
    if former and (until := held_until(INCIDENT, hand.incident.pk, former.pk, hand.now)):
        owed.owe_next(hand.task, deadline.kind, until)
        return
    seat, lines = _next_but(hand, former)
    person = lines.person(seat.person) if seat else None
    if seat is None or person is None:
        _ask_again(hand, deadline, former)
        return
    handing.end_offer(hand, Outcome.UNANSWERED)
    handing.give(hand, person, seat, lines)
    hand.acting_for = hand.task.acting_for
    hand.write("task_unanswered", former=str(former or "—"), people=str(person))
    if former is not None:
        _remind(hand, deadline, [former], messages.PASSED_ON, person=str(person))


def _is_premature(hand: Hand, deadline: Deadline) -> bool:
    """Whether it is of an earlier holder: the task was handed on while a sweep held it."""
    assigned = hand.task.assigned_at
    return assigned is not None and deadline.due_at < assigned


def _next_but(hand: Hand, former: Person | None) -> tuple[Seat | None, Lines]:
    """Nobody is asked who let it go before, or whom the calls of the incident have not reached."""
    lines = Lines(hand.incident, [hand.task.function], hand.now)
    silent = {one.person for one in silences(INCIDENT, hand.incident.pk) if one.until is None}
    gone = handing.refused(hand) | silent | ({former.pk} if former else set())
    return next_seat(lines.of(hand.task.function), gone), lines


def _ask_again(hand: Hand, deadline: Deadline, former: Person | None) -> None:
    people = [*([former] if former else []), *_leads(hand)]
    _remind(hand, deadline, people, messages.UNANSWERED)
    if former is None:
        hand.write("task_unheld", people=_names(people))
    else:
        hand.write("task_unanswered_last", former=str(former), people=_names(people))
    owed.owe_next(hand.task, deadline.kind, hand.now + ASK_AGAIN_AFTER)


def _reminder(hand: Hand, deadline: Deadline) -> None:
    people = _holders(hand)
    _remind(hand, deadline, people, messages.REMINDER)
    hand.write("task_reminder", people=_names(people))


def _late(hand: Hand, deadline: Deadline) -> None:
    """Told to whoever has it, to the next in line and to the lead; again as long as it is late."""
    if hand.now < hand.task.due_at:
        return
    seat, lines = _next_but(hand, hand.task.assignee)
    following = lines.person(seat.person) if seat else None
    people = [*_holders(hand), *([following] if following else []), *_leads(hand)]
    _remind(hand, deadline, people, messages.LATE)
    hand.write("task_late", people=_names(people))
    owed.owe_next(hand.task, deadline.kind, hand.now + LATE_AGAIN_AFTER)


def _holders(hand: Hand) -> list[Person]:
    return [hand.task.assignee] if hand.task.assignee else _leads(hand)


def _leads(hand: Hand) -> list[Person]:
    """Whoever leads by the posts, and whoever has the incident in hand."""
    return list(dict.fromkeys([*posts.leads(hand.incident, hand.now), *posts.holders(hand.incident, hand.now)]))


def _remind(hand: Hand, deadline: Deadline, people: Iterable[Person], what: Promise, *, person: str = "") -> None:
    key = f"{deadline.kind}:{deadline.round}"
    messages.tell(hand.incident, hand.task, people, what=what, key=key, now=hand.now, person=person)


def _names(people: Iterable[Person]) -> str:
    return listed(dict.fromkeys(people)) or "—"


registry.register(owed.ACCEPT_DUE, _handler(_accept_due, TaskState.OPEN))
registry.register(owed.REMINDER, _handler(_reminder, *UNFINISHED))
registry.register(owed.LATE, _handler(_late, *UNFINISHED))
