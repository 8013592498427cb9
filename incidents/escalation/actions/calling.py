"""Whom a step calls, and the messages that call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation.choices import CallReason, Channel, StepTarget
from incidents.escalation.models import Deadline
from incidents.escalation.queries import silences
from incidents.escalation.registry import Description
from incidents.escalation.rules import Step
from resources.staff.models import Person
from resources.staff.queries import Incumbent, Where, in_line, leaders
from resources.staff.rules.acting import Reason

from .messages import Letter, queue_letter
from .reaching import call_key, called_before, note_silence, unanswered


@dataclass(frozen=True)
class Call:
    """The person called (None: nobody), for whom they act, and why it is them.

    role: an ActingRole value, "" when it is nobody. hindrance: what keeps A from it, a Reason value, "" for who is called in person.
    """

    person: Person | None
    acting_for: Person | None
    reason: str
    role: str = ""
    hindrance: str = ""


def find_call(deadline: Deadline, steps: Sequence[Step], where: Where, now: datetime) -> Call:
    """Who answers for the step's target now. A post's person who was called in this round already is passed over.

    where: the step's function and the subject's place. At the step of B, an A who has not answered is written down as silent.
    """
    step = steps[deadline.step] if deadline.step < len(steps) else steps[-1]
    if step.target == StepTarget.LEAD:
        return _lead_call(deadline, steps, where, now)
    if step.target == StepTarget.ROLE_B:
        note_silence(deadline, steps, where, now)
    found = _of_a_post(deadline, step, where, now)
    if found is None:
        return Call(None, None, CallReason.NOBODY)
    if found.person.pk in called_before(deadline, range(deadline.step)):
        return Call(None, None, CallReason.ALREADY_CALLED)
    return _call(found)


def send_call(deadline: Deadline, step: Step, call: Call, subject: Description, *, now: datetime) -> None:
    """Queue the step's messages, one a channel."""
    if call.person is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        title = _title(step, subject, again=deadline.round > 0)
        body = _body(call, subject)
    letter = Letter(call.person, deadline.subject_kind, deadline.subject_id, title, body, subject.link)
    channels = dict.fromkeys((Channel.IN_APP, *step.channels))
    queue_letter(letter, channels, key=call_key(deadline, deadline.step), now=now)


def _of_a_post(deadline: Deadline, step: Step, where: Where, now: datetime) -> Incumbent | None:
    """For A whoever acts; for B whoever comes after A: in A's place when A cannot, else in person."""
    silent = silences(deadline.subject_kind, deadline.subject_id)
    line = in_line([where.function], where.region_code, now, sites=where.sites, silent=silent)
    acts, following = line[where.function]
    if step.target == StepTarget.ROLE_A:
        return acts
    if following is None or (acts is not None and acts.person == following.person):
        return following and acts
    return Incumbent(following.person, following.role, Reason.HOLDS, post=following.post)


def _lead_call(deadline: Deadline, steps: Sequence[Step], where: Where, now: datetime) -> Call:
    """The nearest lead who has not been called in vain as A or B; when there is no other, the nearest."""
    kind, subject_id = deadline.subject_kind, deadline.subject_id
    found = leaders(where.region_code, now, sites=where.sites, silent=silences(kind, subject_id))
    if not found:
        return Call(None, None, CallReason.UNREACHABLE)
    in_vain = unanswered(kind, subject_id, steps)
    return _call(next((one for one in found if one.person.pk not in in_vain), found[0]))


def _call(found: Incumbent) -> Call:
    if found.post is None:
        return Call(found.person, None, CallReason.STANDS_IN)
    if found.reason in (Reason.HOLDS, Reason.LAST_RESORT):
        return Call(found.person, None, CallReason.HOLDS, found.role)
    return Call(found.person, found.acting_for, CallReason.ACTING, found.role, found.reason)


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
