"""The life of a document: queued, claimed by a worker, ready or failed. A worker that dies loses its claim, not the job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from notices.printing import access, rules
from notices.printing.choices import JobState
from notices.printing.models import PrintedNotice, PrintJob
from resources.staff.models import Person

from .issuing import restart

DIED = "生成进程多次中断，请重试；若仍失败请联系管理员。"


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to render a document: valid while the job's attempts are still these."""

    job_id: int
    attempt: int
    facts: Sequence[dict[str, Any]]


def claim(job_id: int, *, now: datetime) -> Lease | None:
    """Take a queued document; None if it is not queued or somebody else is at it."""
    with transaction.atomic():
        job = (
            PrintJob.objects.defer("pdf")
            .select_for_update(skip_locked=True)
            .filter(pk=job_id, state=JobState.QUEUED)
            .first()
        )
        if job is None:
            return None
        notices = PrintedNotice.objects.filter(jobs=job).order_by("site__code")
        facts = list(notices.values_list("facts", flat=True))
        job.state, job.attempts, job.claimed_at = JobState.RENDERING, job.attempts + 1, now
        job.due_at = now + rules.lease(len(facts))
        job.save(update_fields=["state", "attempts", "claimed_at", "due_at"])
        return Lease(job.pk, job.attempts, facts)


def finish(lease: Lease, *, pdf: bytes, sha256: str, pages: int, starts: dict[str, int], now: datetime) -> bool:
    """Keep the bytes, once; False if the claim was lost meanwhile."""
    return bool(
        _held(lease).update(
            state=JobState.READY, pdf=pdf, sha256=sha256, pages=pages, starts=starts, ready_at=now, error=""
        )
    )


def fail(lease: Lease, reason: str, *, now: datetime, final: bool = False) -> bool:
    """Note why it did not work; tried again later unless that is pointless or often enough. False if the claim was lost."""
    over = final or lease.attempt >= rules.MOST_ATTEMPTS
    state = JobState.FAILED if over else JobState.QUEUED
    return bool(_held(lease).update(state=state, error=reason[:300], due_at=rules.next_try(lease.attempt, now)))


def take_due(*, now: datetime, most: int = 20) -> list[int]:
    """Ids of documents that a worker should be told of (again). Any number of sweeps may ask at once.

    A document whose worker has been silent for longer than its lease is queued again, or given up after MOST_ATTEMPTS.
    """
    with transaction.atomic():
        due = list(
            PrintJob.objects.defer("pdf")
            .select_for_update(skip_locked=True)
            .filter(state__in=[JobState.QUEUED, JobState.RENDERING], due_at__lte=now)
            .order_by("due_at")[:most]
        )
        for job in due:
            _put_back(job, now)
    return [job.pk for job in due if job.state == JobState.QUEUED]


def retry(job: PrintJob, *, actor: Person, now: datetime) -> PrintJob:
    """Queue a failed document again. Raises Forbidden; Refused("notice_not_failed") unless it has failed."""
    access.require_printer(actor, [])
    with transaction.atomic():
        locked = PrintJob.objects.defer("pdf").select_for_update().get(pk=job.pk)
        if locked.state != JobState.FAILED:
            raise Refused("notice_not_failed", _("该文件没有失败，无需重试。"))
        restart(locked, now)
    return locked


def _put_back(job: PrintJob, now: datetime) -> None:
    job.due_at = now + rules.PICKED_UP_WITHIN
    if job.state == JobState.RENDERING and job.attempts >= rules.MOST_ATTEMPTS:
        job.state, job.error = JobState.FAILED, DIED
    else:
        job.state = JobState.QUEUED
    job.save(update_fields=["state", "error", "due_at"])


def _held(lease: Lease) -> Any:
    return PrintJob.objects.filter(pk=lease.job_id, state=JobState.RENDERING, attempts=lease.attempt)
