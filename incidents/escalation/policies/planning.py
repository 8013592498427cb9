"""What a policy would do, minute by minute, by the rules and the people that an escalation itself goes by. It writes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from incidents.escalation import rules
from incidents.escalation.choices import StepTarget
from incidents.escalation.contact.rules import Delivery
from incidents.escalation.lines import Call, Round, silences_at, who_is_called
from incidents.escalation.rules import Rung, Step
from resources.staff.models import Person
from resources.staff.queries import Silence

#: who is called by a step at a time, given what is known of the round
Decide = Callable[[Step, Round, datetime], Sequence[Call]]
#: over which channels each of the people of a step (is it the last?) is called at a time, by primary key
Reach = Callable[[Sequence[Person], Step, bool, datetime], Mapping[int, list[Delivery]]]
#: after the last step the same is called again and again: so many calls of a plan are shown
MOST = 40


@dataclass(frozen=True)
class Plan:
    """What a policy says, when its round begins, and after how many minutes somebody acknowledges (None: nobody ever does).

    minutes: how far to look.
    """

    steps: tuple[Step, ...]
    repeat_minutes: int
    began_at: datetime
    minutes: int
    acknowledged_after: int | None = None

    @property
    def until(self) -> datetime:
        return self.began_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Planned:
    """One call: when, by which rung of which round, to whom (none: nobody is there), over what.

    silent: who counts as not having answered from then on. is_hurried: it comes at once because the one before reached nobody.
    """

    at: datetime
    rung: Rung
    round: int
    step: Step
    calls: tuple[Call, ...]
    over: Mapping[int, list[Delivery]]
    silent: tuple[Silence, ...] = ()
    is_hurried: bool = False

    @property
    def reaches(self) -> bool:
        return bool(self.called)

    @property
    def called(self) -> list[tuple[str, int]]:
        """Function and primary key of each person called."""
        return [(call.function, call.person.pk) for call in self.calls if call.person is not None]


def plan(asked: Plan, known: Round, reach: Reach, decide: Decide = who_is_called) -> list[Planned]:
    """The calls in their order, until the time is over or an acknowledgement holds back everything that would come.

    An acknowledgement lasts as long as the plan is looked at, without a decision about the subject.
    """
    found: list[Planned] = []
    silent: list[Silence] = list(known.silent)
    following: rules.Next | None = rules.Next(0, 0, rules.first_due(asked.steps, asked.began_at), asked.began_at)
    while following and following.due_at <= asked.until and len(found) < MOST:
        open_one = _unheld(asked, following)
        if open_one != following:
            following = open_one
            continue
        one = _call(asked, following, replace(known, silent=tuple(silent)), found, reach, decide)
        silent += [more for more in one.silent if more not in silent]
        found.append(one)
        following = rules.following(
            asked.steps,
            step=following.step,
            round=following.round,
            began_at=following.began_at,
            now=one.at,
            reached=one.reaches,
            repeat_minutes=asked.repeat_minutes,
        )
    return found


def _call(
    asked: Plan, due: rules.Next, known: Round, found: Sequence[Planned], reach: Reach, decide: Decide
) -> Planned:
    rung = rules.rungs_of(asked.steps)[due.step]
    step, now = asked.steps[rung.step], due.due_at
    current = _round(known, asked.steps, rung, due.round, found)
    silent = tuple(silences_at(step, current, now))
    calls = tuple(decide(step, replace(current, silent=(*current.silent, *silent)), now))
    people = [call.person for call in calls if call.person is not None]
    over = reach(people, step, rung.step == len(asked.steps) - 1, now)
    hurried = bool(found) and not found[-1].reaches
    return Planned(now, rung, due.round, step, calls, over, silent, hurried)


def _unheld(asked: Plan, due: rules.Next) -> rules.Next | None:
    """The call that is due, or the next one that the acknowledgement does not hold back; None: it holds all."""
    after = asked.acknowledged_after
    if after is None or due.due_at < asked.began_at + timedelta(minutes=after):
        return due
    number = rules.next_unheld(asked.steps, due.step, ())
    if number is None or number == due.step:
        return due if number == due.step else None
    later = due.began_at + timedelta(minutes=rules.rungs_of(asked.steps)[number].after_minutes)
    return replace(due, step=number, due_at=max(later, due.due_at))


def _round(known: Round, steps: Sequence[Step], rung: Rung, number: int, found: Sequence[Planned]) -> Round:
    """What an escalation would know when this rung is due: whom the earlier steps of the round have called, and who has not answered."""
    earlier = [one for one in found if one.round == number and one.rung.step < rung.step]
    in_vain = {person for one in found if one.step.target != StepTarget.LEAD for _name, person in one.called}
    return replace(
        known,
        called=frozenset(person for one in earlier for _name, person in one.called),
        called_as_a=frozenset(pair for one in earlier if one.step.target == StepTarget.ROLE_A for pair in one.called),
        in_vain=frozenset(in_vain),
    )
