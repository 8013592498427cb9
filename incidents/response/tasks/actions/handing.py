"""A task goes from one person to the next. Called with incident and task locked."""

from incidents.response import posts
from incidents.response.tasks import messages, owed
from incidents.response.tasks.choices import HELD, REFUSED, Outcome, TaskState
from incidents.response.tasks.lines import Lines
from incidents.response.tasks.models import TaskOffer
from incidents.response.tasks.rules import Seat, next_seat
from resources.staff.models import Person

from .handling import Hand


def refused(hand: Hand) -> set[int]:
    """Primary keys of those who have let the task go: the system does not ask them again."""
    return set(hand.task.offers.filter(outcome__in=REFUSED).values_list("person_id", flat=True))


def next_for(hand: Hand) -> tuple[Seat | None, Lines]:
    """Who comes after those who have let it go."""
    lines = Lines(hand.incident, [hand.task.function], hand.now)
    return next_seat(lines.of(hand.task.function), refused(hand)), lines


def end_offer(hand: Hand, outcome: Outcome, reason: str = "") -> None:
    """What became of the present holder's having it."""
    held = hand.task.offers.filter(outcome__in=HELD)
    held.update(outcome=outcome, ended_at=hand.now, reason=reason.strip()[:300])


def give(
    hand: Hand, person: Person, seat: Seat | None, lines: Lines | None, *, by_name: bool = False, tell: bool = True
) -> None:
    """The task is the person's to accept: a new offer, a new deadline for their answer, a message (unless the caller tells them)."""
    acting_for = lines.person(seat.acting_for) if seat and lines else None
    hand.save(
        assignee=person,
        acting_for=acting_for,
        role=seat.role if seat else "",
        follows_post=not by_name,
        assigned_at=hand.now,
        accepted_at=None,
        state=TaskState.OPEN,
    )
    offer = TaskOffer.objects.create(
        task=hand.task, person=person, acting_for=acting_for, role=hand.task.role, at=hand.now
    )
    owed.owe_acceptance(hand.task, hand.now)
    if tell and person != hand.actor:
        messages.tell_given(hand.incident, person, [hand.task], key=f"given:{offer.pk}", now=hand.now)


def resume(hand: Hand, *, tell: bool = True) -> Person | None:
    """The task goes on, for whoever had it, else for the next in line (None: for nobody), due when it was."""
    hand.save(ended_at=None, ended_by=None, ended_for=None, result="")
    end_offer(hand, Outcome.MOVED)
    seat, lines = next_for(hand)
    person = hand.task.assignee or (lines.person(seat.person) if seat else None)
    if person is None:
        give_to_nobody(hand)
    else:
        same = next((one for one in lines.of(hand.task.function) if one.person == person.pk), None)
        give(hand, person, same, lines, by_name=not hand.task.follows_post, tell=tell)
    owed.owe_completion(hand.task, hand.now)
    return person


def take(hand: Hand, person: Person) -> None:
    """The person has it and has accepted it in one step; no question is left open."""
    hand.save(
        assignee=person,
        acting_for=hand.acting_for,
        role="",
        follows_post=False,
        assigned_at=hand.now,
        accepted_at=hand.now,
        state=TaskState.ACCEPTED,
    )
    TaskOffer.objects.create(
        task=hand.task, person=person, acting_for=hand.acting_for, at=hand.now, outcome=Outcome.ACCEPTED
    )
    owed.settle_acceptance(hand.task, hand.now)


def give_to_nobody(hand: Hand) -> None:
    """Everybody in line was asked: it stands without anybody, and is asked about again and again."""
    hand.save(assignee=None, acting_for=None, role="", assigned_at=None, accepted_at=None, state=TaskState.OPEN)
    owed.owe_acceptance(hand.task, hand.now)


def leads(hand: Hand) -> list[Person]:
    return posts.leads(hand.incident, hand.now)
