"""A subject gets its policy, and the reason is written down."""

from datetime import datetime

from incidents.escalation.models import PolicyChoice, PolicyVersion
from incidents.escalation.policies.choosing import choose
from incidents.escalation.policies.conditions import Facts


def choose_policy(
    subject_kind: str, subject_id: int, facts: Facts, *, current: PolicyVersion | None, now: datetime
) -> PolicyVersion:
    """The version that serves the subject from now on, in the caller's transaction.

    current: the version that it has (None: none yet). As long as the same policy serves, that version stays, whatever was
    edited since. Raises EscalationPolicy.DoesNotExist where no policy is set up.
    """
    choice = choose(facts, now)
    version = choice.candidate.version
    if version is None:
        raise ValueError("a draft cannot serve")
    if current is not None and version.policy_id == current.policy_id:
        return current
    PolicyChoice.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        version=version,
        reasons=[list(reason) for reason in choice.reasons],
        at=now,
    )
    return version
