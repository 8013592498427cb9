"""Who could not be reached for a subject: written when the next one is called, taken back when they are heard of again."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from incidents.escalation.choices import Channel, StepTarget
from incidents.escalation.models import Acknowledgement, Deadline, OutboxMessage, PolicyVersion, Unreachable
from incidents.escalation.rules import Step
from resources.staff.models import Person
from resources.staff.queries import Silence


def call_key(deadline: Deadline, number: int, step: Step, function: str) -> str:
    """The key of the messages with which a call of the deadline's round turns to a function; its first one goes without a name."""
    key = f"{deadline.kind}:{deadline.subject_kind}:{deadline.subject_id}:{deadline.round}:{number}"
    return key if function == step.function else f"{key}:{function}"


def called_before(deadline: Deadline, version: PolicyVersion, step: int) -> list[tuple[int, str, int]]:
    """Whom the steps before this one called in the deadline's round: number of the step, function, person. One query."""
    keys = {
        f"{call_key(deadline, number, at, function)}:{Channel.IN_APP}": (rung.step, function)
        for number, rung in enumerate(version.rungs[: deadline.step])
        if rung.step < step
        for at in [version.parsed_steps[rung.step]]
        for function in at.functions
    }
    calls = OutboxMessage.objects.filter(idempotency_key__in=keys) if keys else OutboxMessage.objects.none()
    return [(*keys[key], person) for key, person in calls.values_list("idempotency_key", "recipient_id")]


def note_silences(deadline: Deadline, silent: Iterable[Silence]) -> None:
    """Write down who is unreachable for the deadline's subject from now on.

    The caller holds the subject's row lock and has seen that no acknowledgement stands.
    """
    for one in silent:
        Unreachable.objects.update_or_create(
            subject_kind=deadline.subject_kind,
            subject_id=deadline.subject_id,
            post_id=one.post,
            person_id=one.person,
            defaults={"since": one.since, "answered_at": None},
        )


def heard_from(subject_kind: str, subject_id: int, person: Person, now: datetime) -> None:
    """Somebody has answered: as the A of a post they act again, for this subject too."""
    silent = Unreachable.objects.filter(subject_kind=subject_kind, subject_id=subject_id, person=person)
    silent.filter(answered_at=None).update(answered_at=now)


def unanswered(subject_kind: str, subject_id: int, version: PolicyVersion) -> set[int]:
    """Primary keys of those whom a step for a post has called for the subject and who have not acknowledged it since. Two queries."""
    about = {"subject_kind": subject_kind, "subject_id": subject_id}
    answers = dict(Acknowledgement.objects.filter(**about).values_list("person").annotate(last=Max("at")))
    calls = OutboxMessage.objects.filter(
        **about, channel=Channel.IN_APP, idempotency_key__startswith=f"escalate:{subject_kind}:{subject_id}:"
    )
    return {
        person
        for person, key, at in calls.values_list("recipient_id", "idempotency_key", "created_at")
        if _is_for_a_post(key, version) and not (person in answers and answers[person] >= at)
    }


def _is_for_a_post(key: str, version: PolicyVersion) -> bool:
    """Keys are those of call_key with the channel behind it."""
    number = int(key.split(":")[4])
    if number >= len(version.rungs):
        return False
    return version.parsed_steps[version.rungs[number].step].target != StepTarget.LEAD
