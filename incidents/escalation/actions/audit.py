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

from emergency_ops.lib import timing
from incidents.escalation import status
from incidents.escalation.choices import FindingKind
from incidents.escalation.models import AuditFinding, Heartbeat
from incidents.escalation.queries import covered_ids, failing_deadlines, overdue_deadlines
from incidents.escalation.registry import SubjectPort, describe, port_of, subject_ports
from incidents.escalation.rules import FAILING_ATTEMPTS
from resources.staff.queries import watch_keepers

from .announcing import announce
from .escalating import call_lead_now

log = structlog.get_logger(__name__)

#: a deadline this late without a touch: the sweep does not run, or cannot keep up
LATE = timedelta(minutes=2)
#: the same thing found again within this time prolongs its row and sends no further message
SAME = timedelta(minutes=30)
MOST = 100
#: lines in a message about findings
SHOWN = 10
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
    """Open subjects looked at, how many have a deadline or a stated reason, what is missing, and since when audits run."""

    open: int
    covered: int
    reasoned: int
    found: tuple[Found, ...]
    since: datetime

    @property
    def missing(self) -> int:
        return len(self.found)

    @property
    def all_well(self) -> bool:
        """The sweeps run and no handler is stuck. A silent subject was repaired on the spot, an outage is over."""
        return all(found.kind in (FindingKind.NO_DEADLINE, FindingKind.OUTAGE) for found in self.found)

    def as_detail(self) -> dict[str, Any]:
        kinds = [found.kind for found in self.found]
        return {
            "open": self.open,
            "covered": self.covered,
            "reasoned": self.reasoned,
            "since": self.since.isoformat(),
            **{str(kind): kinds.count(kind) for kind in FindingKind},
        }


def audit(now: datetime) -> Result:
    """Look, repair, write down, tell. Idempotent; two audits at once call the lead once."""
    total = covered = reasoned = 0
    since = status.running_since(now)
    found = [*_outage(now, since), *_broken(now, since)]
    for kind, port in subject_ports().items():
        ids = set(port.open_ids())
        with_deadline = covered_ids(kind, ids)
        silent, excused = _silent(kind, port, ids - with_deadline)
        total, covered, reasoned = total + len(ids), covered + len(with_deadline), reasoned + excused
        found += silent
    news = [item for item in found if _write_and_repair(item, now)]
    for told in FindingKind:
        _tell([item for item in news if item.kind == told], now)
    return Result(total, covered, reasoned, tuple(found), since)


def _silent(kind: str, port: SubjectPort, ids: set[int]) -> tuple[list[Found], int]:
    described = port.describe(ids) if ids else {}
    silent = [pk for pk in sorted(ids) if pk in described and not described[pk].no_deadline_reason]
    missing = [Found(FindingKind.NO_DEADLINE, kind, pk, detail=described[pk].title[:300]) for pk in silent]
    return missing, len(described) - len(silent)


def _outage(now: datetime, since: datetime) -> list[Found]:
    """The time before `since` in which nobody looked, when this is the first audit after it."""
    last = Heartbeat.objects.filter(name=status.AUDIT).first()
    if last is None or since != now:
        return []
    with translation.override(settings.LANGUAGE_CODE):
        times = {"start": timing.full(last.at), "end": timing.full(now)}
        return [Found(FindingKind.OUTAGE, name=status.AUDIT, detail=_("%(start)s 至 %(end)s 没有审计") % times)]


def _broken(now: datetime, since: datetime) -> list[Found]:
    """Handlers that keep failing, deadlines that nobody sweeps, sweeps without a pulse."""
    failing = failing_deadlines().filter(attempts__gte=FAILING_ATTEMPTS)[:MOST]
    overdue = overdue_deadlines(now - LATE)[:MOST] if since <= now - LATE else []
    return [
        *(Found(FindingKind.FAILING, row.subject_kind, row.subject_id, row.kind, row.error) for row in failing),
        *(Found(FindingKind.OVERDUE, row.subject_kind, row.subject_id, row.kind) for row in overdue),
        *(Found(FindingKind.STALE, name=pulse.name) for pulse in status.silent_sweeps(now, since)),
    ]


def _write_and_repair(item: Found, now: datetime) -> bool:
    """One transaction a finding: its row, and the lead's deadline for a silent subject; whether those who keep the system are to know."""
    try:
        with transaction.atomic():
            if item.kind == FindingKind.NO_DEADLINE and item.subject_id is not None:
                _call_lead(item, item.subject_id, now)
                return False
            return _write(item, now) and item.kind != FindingKind.OUTAGE
    except Exception:
        log.exception("audit_repair_failed", found=item)
        return False


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


def _tell(news: list[Found], now: datetime) -> None:
    """One message about findings of a kind to each of those who keep the system."""
    if not news:
        return
    first = news[0]
    where = f"{first.kind}:{first.subject_kind}:{first.subject_id or ''}:{first.name}"[:70]
    with translation.override(settings.LANGUAGE_CODE):
        title = _("系统自检发现异常：%(what)s") % {"what": FindingKind(first.kind).label}
        body = "\n".join(_line(item) for item in news[:SHOWN])
        if len(news) > SHOWN:
            body += "\n" + _("共 %(number)d 项，其余见系统状态页。") % {"number": len(news)}
    announce(
        watch_keepers(),
        subject=(SYSTEM, 0),
        title=title,
        body=body,
        link=reverse("escalation:system"),
        key=f"audit:{where}:{now:%Y%m%d%H%M}",
        now=now,
        urgent=True,
    )


def _line(item: Found) -> str:
    """What is missing, in words. Only a technical error speaks for itself."""
    if item.subject_id is None:
        return _("后台任务“%(sweep)s”没有心跳") % {"sweep": status.SWEEPS.get(item.name, item.name)}
    names = {
        "deadline": status.DEADLINES.get(item.name, item.name),
        "subject": _title(item.subject_kind, item.subject_id),
        "error": item.detail,
    }
    if item.kind == FindingKind.FAILING:
        return _("%(deadline)s（%(subject)s）处理出错：%(error)s") % names
    return _("%(deadline)s（%(subject)s）已到期，仍未触发") % names


def _title(subject_kind: str, subject_id: int) -> str:
    try:
        return describe(subject_kind, subject_id).title
    except LookupError:
        return f"{subject_kind} {subject_id}"
