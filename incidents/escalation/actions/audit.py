"""The audit of absence: what should be there and is not. It writes what it found and calls the lead for a silent subject."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.escalation.choices import Channel, FindingKind
from incidents.escalation.models import AuditFinding
from incidents.escalation.queries import covered_ids, failing_deadlines, overdue_deadlines, stale_heartbeats
from incidents.escalation.registry import SubjectPort, port_of, subject_ports
from incidents.escalation.rules import FAILING_ATTEMPTS
from resources.staff.queries import watch_keepers

from .escalating import call_lead_now
from .messages import Letter, queue_letter

log = structlog.get_logger(__name__)

#: a deadline this late without a touch: the sweep does not run, or cannot keep up
LATE = timedelta(minutes=2)
#: the same thing found again within this time prolongs its row and sends no further message
SAME = timedelta(minutes=30)
MOST = 100
SYSTEM = "system"


@dataclass(frozen=True)
class Found:
    """One thing missing: a FindingKind value and its whereabouts."""

    kind: str
    subject_kind: str = ""
    subject_id: int | None = None
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Result:
    """Open subjects looked at, how many have a deadline or a stated reason, and what is missing."""

    open: int
    covered: int
    reasoned: int
    found: tuple[Found, ...]

    @property
    def missing(self) -> int:
        return len(self.found)

    @property
    def all_well(self) -> bool:
        """The sweeps run and no handler is stuck. A silent subject was repaired on the spot and does not count."""
        return all(found.kind == FindingKind.NO_DEADLINE for found in self.found)

    def as_detail(self) -> dict[str, Any]:
        kinds = [found.kind for found in self.found]
        return {
            "open": self.open,
            "covered": self.covered,
            "reasoned": self.reasoned,
            **{str(kind): kinds.count(kind) for kind in FindingKind},
        }


def audit(now: datetime) -> Result:
    """Look, repair, write down, tell. Idempotent; two audits at once call the lead once."""
    total = covered = reasoned = 0
    found: list[Found] = []
    for kind, port in subject_ports().items():
        ids = set(port.open_ids())
        with_deadline = covered_ids(kind, ids)
        silent, excused = _silent(kind, port, ids - with_deadline)
        total, covered, reasoned = total + len(ids), covered + len(with_deadline), reasoned + excused
        found += silent
    found += _broken(now)
    for item in found:
        _write_and_repair(item, now)
    return Result(total, covered, reasoned, tuple(found))


def _silent(kind: str, port: SubjectPort, ids: set[int]) -> tuple[list[Found], int]:
    described = port.describe(ids) if ids else {}
    silent = [pk for pk in sorted(ids) if pk in described and not described[pk].no_deadline_reason]
    missing = [Found(FindingKind.NO_DEADLINE, kind, pk, detail=described[pk].title[:300]) for pk in silent]
    return missing, len(described) - len(silent)


def _broken(now: datetime) -> list[Found]:
    """Handlers that keep failing, deadlines that nobody sweeps, sweeps without a pulse."""
    failing = failing_deadlines().filter(attempts__gte=FAILING_ATTEMPTS)[:MOST]
    overdue = overdue_deadlines(now - LATE)[:MOST]
    return [
        *(Found(FindingKind.FAILING, row.subject_kind, row.subject_id, row.kind, row.error) for row in failing),
        *(Found(FindingKind.OVERDUE, row.subject_kind, row.subject_id, row.kind) for row in overdue),
        *(Found(FindingKind.STALE, name=beat.name) for beat in stale_heartbeats(now)),
    ]


def _write_and_repair(item: Found, now: datetime) -> None:
    """One transaction a finding: its row, the lead's deadline or the message to those who keep the system."""
    try:
        with transaction.atomic():
            if item.kind == FindingKind.NO_DEADLINE and item.subject_id is not None:
                _call_lead(item, item.subject_id, now)
            elif _write(item, now):
                _tell(item, now)
    except Exception:
        log.exception("audit_repair_failed", found=item)


def _call_lead(item: Found, subject_id: int, now: datetime) -> None:
    """Looks again under the subject's lock: another audit, or the action it waited for, may have put it right."""
    port_of(item.subject_kind).lock(subject_id)
    if not covered_ids(item.subject_kind, [subject_id]):
        _write(item, now)
        call_lead_now(item.subject_kind, subject_id, now=now)


def _write(item: Found, now: datetime) -> bool:
    same = AuditFinding.objects.filter(
        kind=item.kind,
        subject_kind=item.subject_kind,
        subject_id=item.subject_id,
        name=item.name,
        last_at__gt=now - SAME,
    )
    known = same.select_for_update().first()
    if known is None:
        log.warning("audit_found", found=item)
        AuditFinding.objects.create(
            kind=item.kind,
            subject_kind=item.subject_kind,
            subject_id=item.subject_id,
            name=item.name,
            detail=item.detail,
            first_at=now,
            last_at=now,
        )
        return True
    known.last_at, known.detail, known.times = now, item.detail, known.times + 1
    known.save(update_fields=["last_at", "detail", "times"])
    return False


def _tell(item: Found, now: datetime) -> None:
    """Message those who keep the system, once an hour and thing."""
    where = f"{item.kind}:{item.subject_kind}:{item.subject_id or ''}:{item.name}"[:70]
    with translation.override(settings.LANGUAGE_CODE):
        title = _("系统自检发现异常：%(what)s") % {"what": FindingKind(item.kind).label}
        body = _("对象：%(name)s\n说明：%(detail)s") % {
            "name": item.name or item.subject_kind,
            "detail": item.detail or "—",
        }
    for person in watch_keepers():
        letter = Letter(person, SYSTEM, 0, title, body, reverse("escalation:system"), stop_on_acknowledgement=False)
        queue_letter(letter, Channel.values, key=f"audit:{where}:{now:%Y%m%d%H}:{person.pk}", now=now)
