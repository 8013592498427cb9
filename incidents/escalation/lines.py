"""Whom a step calls at a time, from the posts and absences of that time. It reads and writes nothing down: an escalation
and its simulation ask the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from resources.staff.choices import ActingRole, Function
from resources.staff.models import Person
from resources.staff.queries import Incumbent, Silence, Where, acting, in_line, leaders, whole_line
from resources.staff.rules.acting import Reason

from .choices import CallReason, StepTarget
from .rules import Step


@dataclass(frozen=True)
class Call:
    """The person called (None: nobody), for whom they act, and why it is them.

    function: for which the step turned to them. role: an ActingRole value, "" when it is nobody.
    hindrance: what keeps A from it, a Reason value, "" for who is called in person.
    """

    person: Person | None
    acting_for: Person | None
    reason: str
    role: str = ""
    hindrance: str = ""
    function: str = ""

    @property
    def reason_label(self) -> str:
        return str(CallReason(self.reason).label)

    @property
    def function_label(self) -> str:
        return str(Function(self.function).label)


@dataclass(frozen=True)
class Round:
    """What is known when a step is due: where it is, who was called by earlier steps of the round, by which function as A.

    silent: who did not answer as A. in_vain: whom any step for a post has called for the subject without an answer.
    named: by function, whom people have named for it in this subject; they come before the post's A, and before the lead.
    """

    region_code: str
    sites: Sequence[int] = ()
    called: frozenset[int] = frozenset()
    called_as_a: frozenset[tuple[str, int]] = frozenset()
    silent: tuple[Silence, ...] = ()
    in_vain: frozenset[int] = field(default_factory=frozenset)
    named: Mapping[str, Person] = field(default_factory=dict)

    def where(self, function: str) -> Where:
        return Where(function, self.region_code, self.sites)


def silences_at(step: Step, known: Round, now: datetime) -> list[Silence]:
    """The A of each of the step's posts who was called in this round and has not answered: the step goes past them."""
    if step.target not in (StepTarget.ROLE_B, StepTarget.NEXT):
        return []
    found = []
    for function in step.functions:
        called = {person for name, person in known.called_as_a if name == function}
        first = acting(known.where(function), now) if called else None
        if first and first.post and first.role == ActingRole.A and first.person.pk in called:
            found.append(Silence(first.post.pk, first.person.pk, now))
    return found


def who_is_called(step: Step, known: Round, now: datetime) -> list[Call]:
    """One call for each function of the step; of a person whom it calls for two functions the first. Somebody whom an earlier
    step of the round has called is passed over, but for the lead."""
    found: list[Call] = []
    for function in step.functions if step.target != StepTarget.LEAD else step.functions[:1]:
        call = replace(_call(step.target, function, known, now), function=function)
        if call.person is None or call.person not in [other.person for other in found]:
            found.append(call)
    return found


def _call(target: str, function: str, known: Round, now: datetime) -> Call:
    named = known.named.get(Function.COMMANDER if target == StepTarget.LEAD else function)
    is_asked = target in (StepTarget.ROLE_A, StepTarget.LEAD) and named is not None
    if named is not None and is_asked and named.pk not in known.called | known.in_vain:
        return Call(named, None, CallReason.HOLDS, ActingRole.A)
    if target == StepTarget.LEAD:
        return _lead(known, now)
    found = _next(function, known, now) if target == StepTarget.NEXT else _of_a_post(target, function, known, now)
    if found is None:
        return Call(None, None, CallReason.NOBODY)
    if found.person.pk in known.called:
        return Call(None, None, CallReason.ALREADY_CALLED)
    return _as_call(found)


def _of_a_post(target: str, function: str, known: Round, now: datetime) -> Incumbent | None:
    """For A whoever acts; for B whoever comes after A: in A's place when A cannot, else in person."""
    line = in_line([function], known.region_code, now, sites=known.sites, silent=known.silent)
    acts, following = line[function]
    if target == StepTarget.ROLE_A:
        return acts
    return following and _in_own_name(following, acts)


def _next(function: str, known: Round, now: datetime) -> Incumbent | None:
    """The first in the line who was not called in this round: in A's place when A cannot, else in person."""
    everybody = whole_line(known.where(function), now, known.silent)
    following = next((one for one in everybody if one.person.pk not in known.called), None)
    if following is None:
        return None
    return _in_own_name(following, acting(known.where(function), now, known.silent))


def _in_own_name(found: Incumbent, acts: Incumbent | None) -> Incumbent:
    if acts is not None and acts.person == found.person:
        return acts
    return Incumbent(found.person, found.role, Reason.HOLDS, post=found.post)


def _lead(known: Round, now: datetime) -> Call:
    """The nearest lead who has not been called in vain as A or B; when there is no other, the nearest."""
    found = leaders(known.region_code, now, sites=known.sites, silent=known.silent)
    if not found:
        return Call(None, None, CallReason.UNREACHABLE)
    return _as_call(next((one for one in found if one.person.pk not in known.in_vain), found[0]))


def _as_call(found: Incumbent) -> Call:
    if found.post is None:
        return Call(found.person, None, CallReason.STANDS_IN)
    if found.reason in (Reason.HOLDS, Reason.LAST_RESORT):
        return Call(found.person, None, CallReason.HOLDS, found.role)
    return Call(found.person, found.acting_for, CallReason.ACTING, found.role, found.reason)
