"""Whom a step calls, and the messages that call them."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation.choices import CallReason, Channel, StepTarget
from incidents.escalation.models import Deadline, OutboxMessage
from incidents.escalation.registry import Description
from incidents.escalation.rules import Step
from resources.staff.models import Person
from resources.staff.queries import Incumbent, incumbent, leader

from .messages import Letter, queue_letter


@dataclass(frozen=True)
class Call:
    """The person called (None: nobody), for whom they act, and why it is them."""

    person: Person | None
    acting_for: Person | None
    reason: str


def find_call(deadline: Deadline, step: Step, *, region_code: str, now: datetime) -> Call:
    """Who answers for the step's target now. A post's person who was called in this round already is passed over."""
    is_lead = step.target == StepTarget.LEAD
    found = leader(region_code, now) if is_lead else incumbent(step.function, region_code, step.target, now)
    if found is None:
        return Call(None, None, CallReason.UNREACHABLE if is_lead else CallReason.NOBODY)
    if not is_lead and _called_already(deadline, found.person):
        return Call(None, None, CallReason.ALREADY_CALLED)
    return Call(found.person, found.acting_for, _reason(found))


def send_call(deadline: Deadline, step: Step, call: Call, subject: Description, *, now: datetime) -> None:
    """Queue the step's messages, one a channel."""
    if call.person is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        title = _title(step, subject, again=deadline.round > 0)
        body = _body(call, subject)
    letter = Letter(call.person, deadline.subject_kind, deadline.subject_id, title, body, subject.link)
    channels = dict.fromkeys((Channel.IN_APP, *step.channels))
    queue_letter(letter, channels, key=_key(deadline, deadline.step), now=now)


def _reason(found: Incumbent) -> CallReason:
    if found.post is None:
        return CallReason.STANDS_IN
    return CallReason.HOLDS if found.reason == "holds" else CallReason.ACTING


def _key(deadline: Deadline, step: int) -> str:
    return f"{deadline.kind}:{deadline.subject_kind}:{deadline.subject_id}:{deadline.round}:{step}"


def _called_already(deadline: Deadline, person: Person) -> bool:
    keys = [f"{_key(deadline, step)}:{Channel.IN_APP}" for step in range(deadline.step)]
    return OutboxMessage.objects.filter(idempotency_key__in=keys, recipient=person).exists()


def _title(step: Step, subject: Description, *, again: bool) -> str:
    target = StepTarget(step.target).label
    if again:
        return _("再次请%(target)s接警：%(title)s") % {"target": target, "title": subject.title}
    return _("请%(target)s接警：%(title)s") % {"target": target, "title": subject.title}


def _body(call: Call, subject: Description) -> str:
    if call.acting_for is None:
        return subject.body
    note = _("您代%(name)s履行职责。") % {"name": call.acting_for}
    return f"{note}\n{subject.body}"
