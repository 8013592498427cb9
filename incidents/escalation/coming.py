"""What an escalation does next, as far as one can tell now: who is called when, over what. It reads and writes nothing down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform

from .actions.calling import round_of, rung_of
from .actions.escalating import ESCALATE
from .choices import DeadlineState, StepTarget
from .contact.queries import called_over, usable_channels
from .contact.rules import Delivery, urgency_of_call
from .lines import Call, silences_at, who_is_called
from .models import Deadline, PolicyChoice, PolicyVersion
from .policies.wording import region_names, regions_in, why
from .registry import describe
from .rules import Step


@dataclass(frozen=True)
class Coming:
    """The next step: when, of which number (1 the first), whom it would call now over which channels."""

    at: datetime
    number: int
    step: Step
    calls: Sequence[tuple[Call, Sequence[Delivery]]]

    @property
    def target(self) -> str:
        return str(StepTarget(self.step.target).label)


@dataclass(frozen=True)
class Chosen:
    """The policy version that serves, and why, in words; "" where nobody chose it."""

    version: PolicyVersion
    why: str


def coming(subject_kind: str, subject_id: int, now: datetime) -> Coming | None:
    """None where no call is planned: somebody has it, or nobody is called any more."""
    pending = Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind=ESCALATE)
    deadline = pending.filter(state=DeadlineState.PENDING).order_by("due_at").first()
    if deadline is None:
        return None
    version = PolicyVersion.objects.get(pk=deadline.payload["policy_version"])
    subject = describe(subject_kind, subject_id)
    number = rung_of(deadline, version).step
    step, known = version.parsed_steps[number], round_of(deadline, version, subject)
    silent = silences_at(step, known, now)
    calls = who_is_called(step, replace(known, silent=(*known.silent, *silent)), now)
    over = called_over(
        [call.person for call in calls if call.person is not None],
        step.channels,
        usable=usable_channels((subject_kind, subject_id)),
        urgency=urgency_of_call(is_grave=subject.is_urgent, is_last=number == len(version.parsed_steps) - 1),
        now=max(now, deadline.due_at),
    )
    told = [(call, over[call.person.pk] if call.person else ()) for call in calls]
    return Coming(max(now, deadline.due_at), number + 1, step, told)


def last_round(subject_kind: str, subject: OuterRef) -> Subquery:
    """When the last round of each subject began, in ISO 8601, as a column of a query over subjects."""
    begun = Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject, kind=ESCALATE, step=0)
    return Subquery(begun.order_by("-round").values(began=KeyTextTransform("began_at", "payload"))[:1])


def chosen(subject_kind: str, subject_id: int) -> Chosen | None:
    """The newest choice. Two queries."""
    about = PolicyChoice.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    newest = about.select_related("version__policy").order_by("-at", "-pk").first()
    if newest is None:
        return None
    regions = region_names(regions_in(newest.reasons))
    return Chosen(newest.version, why(newest.reasons, regions))
