"""The life of a printed document: queued, claimed by a worker, ready or failed.

The database knows what is to be done. A worker takes a document under a lease: one that dies or is too slow loses its
claim, not the document, and what it brings afterwards is not kept. Any number of workers and sweeps may ask at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .printed import Printed

MOST_ATTEMPTS: Final = 3
#: a queued document that nobody has taken after this long is announced again
PICKED_UP_WITHIN: Final = timedelta(seconds=20)
DIED: Final = "生成进程多次中断，请重试；若仍失败请联系管理员。"
_BYTES: Final = "pdf"


class PrintState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RENDERING = "rendering", _("生成中")
    READY = "ready", _("可打印")
    FAILED = "failed", _("生成失败")


PENDING: Final = (PrintState.QUEUED, PrintState.RENDERING)


class PrintedDocument(models.Model):
    """The columns of a document that a worker renders. due_at: when somebody is to look after it again."""

    state = models.CharField(_("状态"), max_length=10, choices=PrintState.choices, default=PrintState.QUEUED)
    pages = models.PositiveIntegerField(default=0)
    pdf = models.BinaryField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING


D = TypeVar("D", bound=PrintedDocument)


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to render a document: valid while its attempts are still these."""

    model: type[PrintedDocument]
    pk: int
    attempt: int


def claim(model: type[D], pk: int, *, lease: Callable[[D], timedelta], now: datetime) -> tuple[D, Claim] | None:
    """Take a queued document for `lease(document)`; None if it is not queued or somebody else is at it."""
    with transaction.atomic():
        queued = _rows(model).select_for_update(skip_locked=True).filter(pk=pk, state=PrintState.QUEUED)
        document = queued.first()
        if document is None:
            return None
        document.state, document.attempts, document.claimed_at = PrintState.RENDERING, document.attempts + 1, now
        document.due_at = now + lease(document)
        document.save(update_fields=["state", "attempts", "claimed_at", "due_at"])
        return document, Claim(model, document.pk, document.attempts)


def finish(held: Claim, printed: Printed, *, now: datetime, **more: Any) -> bool:
    """Keep the bytes (and `more` columns), once; False if the claim was lost meanwhile."""
    kept: Mapping[str, Any] = {"pdf": printed.pdf, "sha256": printed.sha256, "pages": printed.pages, **more}
    return bool(_held(held).update(state=PrintState.READY, ready_at=now, error="", **kept))


def fail(held: Claim, reason: str, *, now: datetime, final: bool = False) -> bool:
    """Note why it did not work; tried again later unless that is pointless or often enough. False if the claim was lost."""
    over = final or held.attempt >= MOST_ATTEMPTS
    state = PrintState.FAILED if over else PrintState.QUEUED
    return bool(_held(held).update(state=state, error=reason[:300], due_at=next_try(held.attempt, now)))


def take_due(model: type[PrintedDocument], *, now: datetime, most: int = 20) -> list[int]:
    """Ids of documents that a worker should be told of (again). Any number of sweeps may ask at once.

    A document whose worker has been silent for longer than its lease is queued again, or given up after MOST_ATTEMPTS.
    """
    with transaction.atomic():
        pending = _rows(model).select_for_update(skip_locked=True).filter(state__in=PENDING, due_at__lte=now)
        due = list(pending.order_by("due_at")[:most])
        for document in due:
            _put_back(document, now)
    return [document.pk for document in due if document.state == PrintState.QUEUED]


def restart(model: type[PrintedDocument], pk: int, *, now: datetime) -> bool:
    """Queue a failed document again, as if it were new; False if it has not failed."""
    failed = _rows(model).filter(pk=pk, state=PrintState.FAILED)
    return bool(failed.update(state=PrintState.QUEUED, attempts=0, error="", due_at=now + PICKED_UP_WITHIN))


def bytes_of(model: type[PrintedDocument], pk: int) -> bytes:
    return bytes(model._default_manager.values_list(_BYTES, flat=True).get(pk=pk) or b"")


def next_try(attempts: int, now: datetime) -> datetime:
    """Ten seconds after the first attempt, then three times as long each time."""
    return now + timedelta(seconds=10 * 3 ** (attempts - 1))


def _put_back(document: PrintedDocument, now: datetime) -> None:
    document.due_at = now + PICKED_UP_WITHIN
    if document.state == PrintState.RENDERING and document.attempts >= MOST_ATTEMPTS:
        document.state, document.error = PrintState.FAILED, DIED
    else:
        document.state = PrintState.QUEUED
    document.save(update_fields=["state", "error", "due_at"])


def _rows(model: type[D]) -> models.QuerySet[D]:
    return model._default_manager.defer(_BYTES)


def _held(held: Claim) -> models.QuerySet[Any]:
    return held.model._default_manager.filter(pk=held.pk, state=PrintState.RENDERING, attempts=held.attempt)
