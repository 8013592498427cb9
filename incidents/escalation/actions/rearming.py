"""A subject has grown: its escalation begins anew, and whoever had it is called first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from incidents.escalation.choices import Growth, Urgency
from incidents.escalation.contact.queries import called_over, usable_channels
from incidents.escalation.models import Acknowledgement, Deadline, PolicyVersion
from incidents.escalation.queries import standing_acknowledgement
from incidents.escalation.registry import Description, describe
from resources.staff.models import Person

from .deadlines import cancel, release_held, withdraw_waiting
from .escalating import ACKNOWLEDGEMENT_LAPSES, ESCALATE, begin_round, look_again_after
from .messages import Letter, queue_letter

#: whoever had the subject may take it again for so long before the policy's first step
FIRST_FOR = timedelta(minutes=2)


@dataclass(frozen=True)
class Rearmed:
    """The acknowledgement that was ended, and the deadline that comes next. recalled: its person was called first."""

    ended: Acknowledgement
    deadline: Deadline
    recalled: bool


def rearm(
    subject_kind: str,
    subject_id: int,
    version: PolicyVersion,
    *,
    because: Growth,
    region_code: str,
    actor: Person | None,
    now: datetime,
) -> Rearmed | None:
    """End the acknowledgement that stands and begin a round of this version; None: none stands, the calls go on as they are, but
    for those that quiet hours have held back and must not any more.

    Whoever had acknowledged is told why and called first; the actor, who knows, is not. The caller holds the subject's row lock and calls this once a growth, in its
    transaction.
    """
    held = standing_acknowledgement(subject_kind, subject_id, now)
    if held is None:
        if describe(subject_kind, subject_id).is_urgent:
            release_held(subject_kind, subject_id, now=now)
        return None
    standing = Acknowledgement.objects.filter(subject_kind=subject_kind, subject_id=subject_id, expires_at__gt=now)
    standing.update(expires_at=now, ended_because=because)
    terms = _stop(subject_kind, subject_id, version, region_code, now)
    recalled = held.person != actor and held.person.is_active
    deadline = begin_round(subject_kind, subject_id, terms, now + FIRST_FOR if recalled else now)
    if recalled:
        _call_first(held, version, because, deadline, now)
    return Rearmed(held, deadline, recalled)


def change_policy(
    subject_kind: str, subject_id: int, version: PolicyVersion, *, region_code: str, now: datetime
) -> Deadline:
    """Another policy serves: an acknowledgement that stands goes on, and what comes after it is by the new one."""
    terms = _stop(subject_kind, subject_id, version, region_code, now)
    held = standing_acknowledgement(subject_kind, subject_id, now)
    if held is not None:
        return look_again_after(held, terms)
    return begin_round(subject_kind, subject_id, terms, now)


def _stop(
    subject_kind: str, subject_id: int, version: PolicyVersion, region_code: str, now: datetime
) -> dict[str, Any]:
    cancel(subject_kind, subject_id, ESCALATE, now=now)
    cancel(subject_kind, subject_id, ACKNOWLEDGEMENT_LAPSES, now=now)
    withdraw_waiting(subject_kind, subject_id)
    return {"policy_version": version.pk, "region": region_code}


def _call_first(
    held: Acknowledgement, version: PolicyVersion, because: Growth, deadline: Deadline, now: datetime
) -> None:
    kind, subject_id = held.subject_kind, held.subject_id
    subject = describe(kind, subject_id)
    with translation.override(settings.LANGUAGE_CODE):
        title = _("影响扩大，请再次接警：%(title)s") % {"title": subject.title}
        letter = Letter(held.person, kind, subject_id, title, _why(held, because, subject), subject.link)
    channels = version.parsed_steps[0].channels
    over = called_over(
        [held.person], channels, usable=usable_channels((kind, subject_id)), urgency=Urgency.URGENT, now=now
    )
    queue_letter(letter, over[held.person_id], key=f"recall:{kind}:{subject_id}:{deadline.round}", now=now)


def _why(held: Acknowledgement, because: Growth, subject: Description) -> str:
    names = {"at": date_format(localtime(held.at), "H:i"), "because": because.label}
    reason = _("您%(at)s的接警确认已失效：%(because)s。两分钟内无人接警，将按策略通知其他人。") % names
    return f"{reason}\n{subject.body}"
