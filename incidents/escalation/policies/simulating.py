"""What would happen at a time: which policy serves and why, and whom it would call, over what, until somebody acknowledges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from incidents.escalation.contact.queries import called_over, usable_in
from incidents.escalation.contact.rules import Delivery, urgency_of_call
from incidents.escalation.lines import Round
from incidents.escalation.registry import vocabulary
from incidents.escalation.rules import Step
from resources.network.models import Site
from resources.staff.models import Person
from resources.staff.queries_duty import people_on_duty, planned

from .choosing import Candidate, Choice, candidates, choose
from .conditions import Facts
from .planning import Plan, Planned, Reach, plan


class Draft(NamedTuple):
    """Terms that nobody has saved. policy: the primary key of the policy whose next version they would be; None: of a new one."""

    candidate: Candidate
    steps: tuple[Step, ...]
    repeat_minutes: int
    policy: int | None = None


@dataclass(frozen=True)
class Question:
    """At which time what happens where, how far to look, and when somebody acknowledges (None: nobody ever does)."""

    at: datetime
    facts: Facts
    site: Site | None
    minutes: int
    acknowledged_after: int | None


@dataclass(frozen=True)
class Answer:
    """choice: what would serve. shown: the candidate whose calls these are: the draft, where there is one.

    on_duty, planned: primary keys of those whose shift runs at the time, and of those whose hours a rota decides.
    """

    question: Question
    choice: Choice
    shown: Candidate
    asked: Plan
    calls: Sequence[Planned]
    on_duty: frozenset[int]
    planned: frozenset[int]

    @property
    def acknowledged_at(self) -> datetime | None:
        after = self.question.acknowledged_after
        return None if after is None else self.question.at + timedelta(minutes=after)


def simulate(question: Question, draft: Draft | None = None) -> Answer:
    """Raises EscalationPolicy.DoesNotExist where no policy could serve."""
    choice = choose(question.facts, question.at, _line(draft))
    shown = draft.candidate if draft else choice.candidate
    steps, repeat = (draft.steps, draft.repeat_minutes) if draft else _terms_of(choice.candidate)
    asked = Plan(steps, repeat, question.at, question.minutes, question.acknowledged_after)
    known = Round(question.facts.region_code, [question.site.pk] if question.site else [])
    calls = plan(asked, known, _reach(question))
    people = list({call.person.pk: call.person for one in calls for call in one.calls if call.person}.values())
    on_duty = frozenset(people_on_duty(people, question.at))
    return Answer(question, choice, shown, asked, calls, on_duty, frozenset(planned(people, question.at)))


def _terms_of(candidate: Candidate) -> tuple[tuple[Step, ...], int]:
    if candidate.version is None:
        raise ValueError("a draft's steps are its own")
    return candidate.version.parsed_steps, candidate.version.repeat_minutes


def _line(draft: Draft | None) -> list[Candidate]:
    """The candidates with the draft in the place of its policy; a new one comes last, before the default."""
    line = candidates()
    if draft is None:
        return line
    places = [n for n, one in enumerate(line) if one.version and one.version.policy_id == draft.policy]
    others = [one for n, one in enumerate(line) if n not in places]
    if draft.candidate.is_default:
        return [*(one for one in others if not one.is_default), draft.candidate]
    place = places[0] if places else sum(not one.is_default for one in others)
    return [*others[:place], draft.candidate, *others[place:]]


def _reach(question: Question) -> Reach:
    usable = usable_in(question.facts.region_code)
    is_grave = question.facts.grade in vocabulary("urgent_grade")

    def reach(people: Sequence[Person], step: Step, is_last: bool, now: datetime) -> Mapping[int, list[Delivery]]:
        urgency = urgency_of_call(is_grave=is_grave, is_last=is_last)
        return called_over(people, step.channels, usable=usable, urgency=urgency, now=now)

    return reach
