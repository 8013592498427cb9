"""Whom a step calls, and the messages that call them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation.choices import StepTarget
from incidents.escalation.contact.queries import called_over, usable_channels
from incidents.escalation.contact.rules import urgency_of_call
from incidents.escalation.lines import Call, Round, silences_at, who_is_called
from incidents.escalation.models import Deadline, PolicyVersion
from incidents.escalation.queries import silences
from incidents.escalation.registry import Description, port_of
from incidents.escalation.rules import Rung, Step
from resources.staff.models import Person

from .messages import Letter, queue_letters
from .reaching import call_key, called_before, note_silences, unanswered


def find_calls(deadline: Deadline, version: PolicyVersion, subject: Description, now: datetime) -> list[Call]:
    """Who answers for the step's targets now, one call a function. At a step that goes past A, an A who has not answered is
    written down as silent."""
    step = version.parsed_steps[rung_of(deadline, version).step]
    known = round_of(deadline, version, subject)
    newly_silent = silences_at(step, known, now)
    note_silences(deadline, newly_silent)
    return who_is_called(step, replace(known, silent=(*known.silent, *newly_silent)), now)


def rung_of(deadline: Deadline, version: PolicyVersion) -> Rung:
    return version.rungs[min(deadline.step, len(version.rungs) - 1)]


def send_calls(
    deadline: Deadline, version: PolicyVersion, calls: Sequence[Call], subject: Description, *, now: datetime
) -> None:
    """Queue the step's messages, to each one a channel."""
    rung = rung_of(deadline, version)
    step, number = version.parsed_steps[rung.step], deadline.step
    again = deadline.round > 0 or rung.repeat > 0
    is_last = rung.step == len(version.parsed_steps) - 1
    urgency = urgency_of_call(is_grave=subject.is_urgent, is_last=is_last)
    about = deadline.subject_kind, deadline.subject_id
    people = [call.person for call in calls if call.person is not None]
    over = called_over(people, step.channels, usable=usable_channels(about), urgency=urgency, now=now)
    letters = []
    for call in calls:
        if call.person is not None:
            letter = _letter(call, call.person, step, subject, about, again=again)
            letters.append((letter, over[call.person.pk], call_key(deadline, number, step, call.function)))
    queue_letters(letters, group_key=call_key(deadline, number, step, step.function), now=now)


def _letter(
    call: Call, person: Person, step: Step, subject: Description, about: tuple[str, int], *, again: bool
) -> Letter:
    with translation.override(settings.LANGUAGE_CODE):
        title, body = _title(call, step, subject, again=again), _body(call, subject)
        for_all = _title_for_all(step, subject, again=again)
    return Letter(
        person, *about, title, body, subject.link,
        stops_on=step.stops_on, for_all=subject.body, title_for_all=for_all,
    )  # fmt: skip


def round_of(deadline: Deadline, version: PolicyVersion, subject: Description) -> Round:
    """What is known of the deadline's round so far."""
    kind, subject_id = deadline.subject_kind, deadline.subject_id
    steps, current = version.parsed_steps, rung_of(deadline, version).step
    called = called_before(deadline, version, current)
    is_lead = steps[current].target == StepTarget.LEAD
    return Round(
        region_code=subject.region_code or deadline.payload["region"],
        sites=list(port_of(kind).sites(subject_id)),
        called=frozenset(person for _step, _function, person in called),
        called_as_a=frozenset(
            (name, person) for number, name, person in called if steps[number].target == StepTarget.ROLE_A
        ),
        silent=tuple(silences(kind, subject_id)),
        in_vain=frozenset(unanswered(kind, subject_id, version)) if is_lead else frozenset(),
        named=port_of(kind).named(subject_id),
    )


def _title(call: Call, step: Step, subject: Description, *, again: bool) -> str:
    """Whoever is called in somebody's place, or as the next, is not addressed as what the step is called."""
    names = {"title": subject.title, "name": call.acting_for}
    if step.target == StepTarget.NEXT:
        return (_("再次请您接警：%(title)s") if again else _("轮到您接警：%(title)s")) % names
    if call.acting_for is not None:
        return (_("再次请您代%(name)s接警：%(title)s") if again else _("请您代%(name)s接警：%(title)s")) % names
    return _title_for_all(step, subject, again=again)


def _title_for_all(step: Step, subject: Description, *, again: bool) -> str:
    names = {"title": subject.title, "target": StepTarget(step.target).label}
    return (_("再次请%(target)s接警：%(title)s") if again else _("请%(target)s接警：%(title)s")) % names


def _body(call: Call, subject: Description) -> str:
    if call.acting_for is None:
        return subject.body
    note = _("您代%(name)s履行职责。") % {"name": call.acting_for}
    return f"{note}\n{subject.body}"
