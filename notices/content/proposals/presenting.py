"""Why a notice was proposed, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language

from notices.content import changes, facts
from notices.content.choices import PENDING_STATUSES, ChangeReason, Language
from notices.content.models import Notice


@dataclass(frozen=True, slots=True)
class Why:
    """reason: of the system's proposal, "" for a person's draft. changed: since the notice before it. since: after it was written."""

    reason: str | Promise
    changed: Sequence[str]
    since: Sequence[str]

    @property
    def is_empty(self) -> bool:
        return not self.reason and not self.changed and not self.since


def why(notice: Notice, now: datetime) -> Why | None:
    """None for a notice without an incident, or one whose time is over; two queries for the facts as they are."""
    if notice.incident is None or notice.status not in PENDING_STATUSES:
        return None
    since = changes.told(changes.between(notice.basis, facts.basis(notice.incident, now)), _language())
    found = Why(ChangeReason(notice.reason).label if notice.reason else "", differences(notice), since)
    return None if found.is_empty else found


def differences(notice: Notice) -> list[str]:
    """What the notice tells otherwise than the one before it."""
    before = notice.previous.basis if notice.previous else {}
    return changes.told(changes.between(before, notice.basis), _language())


def _language() -> Language:
    return Language.EN if (get_language() or "").startswith("en") else Language.ZH
