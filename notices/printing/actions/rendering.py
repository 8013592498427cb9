"""The life of a document: see lib.paper.queue. Here with what is a notice's own: its facts, and who may try again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.paper import queue
from notices.printing import access, rules
from notices.printing.choices import JobState
from notices.printing.models import PrintedNotice, PrintJob
from resources.staff.models import Person

from .issuing import restart


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to render a document, and in which form, and what is to stand in it."""

    held: queue.Claim
    form: str
    facts: Sequence[dict[str, Any]]


def claim(job_id: int, *, now: datetime) -> Lease | None:
    """Take a queued document; None if it is not queued or somebody else is at it."""
    taken = queue.claim(PrintJob, job_id, lease=_lease, now=now)
    if taken is None:
        return None
    notices = PrintedNotice.objects.filter(jobs=job_id).order_by("site__code")
    job, held = taken
    return Lease(held, job.form, list(notices.values_list("facts", flat=True)))


def take_due(*, now: datetime, most: int = 20) -> list[int]:
    """Ids of documents that a worker should be told of (again)."""
    return queue.take_due(PrintJob, now=now, most=most)


def retry(job: PrintJob, *, actor: Person, now: datetime) -> PrintJob:
    """Queue a failed document again. Raises Forbidden; Refused("notice_not_failed") unless it has failed."""
    access.require_printer(actor, [])
    with transaction.atomic():
        locked = PrintJob.objects.defer("pdf").select_for_update().get(pk=job.pk)
        if locked.state != JobState.FAILED:
            raise Refused("notice_not_failed", _("该文件没有失败，无需重试。"))
        restart(locked, now)
    return locked


def _lease(job: PrintJob) -> timedelta:
    return rules.lease(job.notices.count())
