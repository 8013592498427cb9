"""Who could not be reached for a subject: written when the next one is called, taken back when they are heard of again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Max

from incidents.escalation.choices import Channel, StepTarget
from incidents.escalation.models import Acknowledgement, Deadline, OutboxMessage, Unreachable
from incidents.escalation.rules import Step
from resources.staff.choices import ActingRole
from resources.staff.models import Person
from resources.staff.queries import Where, acting


def call_key(deadline: Deadline, step: int) -> str:
    """The key of the messages of a step in the deadline's round."""
    return f"{deadline.kind}:{deadline.subject_kind}:{deadline.subject_id}:{deadline.round}:{step}"


def called_before(deadline: Deadline, steps: Collection[int]) -> set[int]:
    """Primary keys of the people whom these steps called in the deadline's round."""
    keys = [f"{call_key(deadline, step)}:{Channel.IN_APP}" for step in steps]
    return set(OutboxMessage.objects.filter(idempotency_key__in=keys).values_list("recipient_id", flat=True))


def note_silence(deadline: Deadline, steps: Sequence[Step], where: Where, now: datetime) -> None:
    """At the step of B: the A of the post who was called in this round and has not answered is unreachable for the subject from now on.

    The caller holds the subject's row lock and has seen that no acknowledgement stands.
    """
    earlier = [
        n for n in range(deadline.step) if (steps[n].target, steps[n].function) == (StepTarget.ROLE_A, where.function)
    ]
    called = called_before(deadline, earlier) if earlier else set()
    found = acting(where, now) if called else None
    if found is None or found.post is None or found.role != ActingRole.A or found.person.pk not in called:
        return
    Unreachable.objects.update_or_create(
        subject_kind=deadline.subject_kind,
        subject_id=deadline.subject_id,
        post=found.post,
        person=found.person,
        defaults={"since": now, "answered_at": None},
    )


def heard_from(subject_kind: str, subject_id: int, person: Person, now: datetime) -> None:
    """Somebody has answered: as the A of a post they act again, for this subject too."""
    silent = Unreachable.objects.filter(subject_kind=subject_kind, subject_id=subject_id, person=person)
    silent.filter(answered_at=None).update(answered_at=now)


def unanswered(subject_kind: str, subject_id: int, steps: Sequence[Step]) -> set[int]:
    """Primary keys of those whom a step for A or B has called for the subject and who have not acknowledged it since. Two queries."""
    about = {"subject_kind": subject_kind, "subject_id": subject_id}
    answers = dict(Acknowledgement.objects.filter(**about).values_list("person").annotate(last=Max("at")))
    calls = OutboxMessage.objects.filter(
        **about, channel=Channel.IN_APP, idempotency_key__startswith=f"escalate:{subject_kind}:{subject_id}:"
    )
    return {
        person
        for person, key, at in calls.values_list("recipient_id", "idempotency_key", "created_at")
        if _is_for_a_post(key, steps) and not (person in answers and answers[person] >= at)
    }


def _is_for_a_post(key: str, steps: Sequence[Step]) -> bool:
    """Keys are those of call_key with the channel behind it."""
    number = int(key.split(":")[4])
    return number < len(steps) and steps[number].target != StepTarget.LEAD
