"""The only writers of the edition: something public has changed, and the copy is taken, written or given up."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from .models import StatusEdition, new_mark
from .queueing import enqueue_after_commit

#: whoever writes the copy and says nothing for so long has died
LEASE: Final = timedelta(minutes=5)
#: a copy that could not be written is tried again after so long
PAUSE: Final = timedelta(seconds=30)
#: the copy is written anew although nothing was changed, so that its time is young and expired notices leave it
RENEWED: Final = timedelta(minutes=5)


def change(now: datetime) -> None:
    """What the public may read has changed. Belongs into the transaction of the change: both become true at once."""
    with transaction.atomic():
        StatusEdition.objects.get_or_create(pk=StatusEdition.ONLY)
        StatusEdition.objects.filter(pk=StatusEdition.ONLY).update(
            version=F("version") + 1, mark=new_mark(), changed_at=now, due_at=now
        )
        enqueue_after_commit()


def take_copy(now: datetime, *, anyway: bool = False) -> StatusEdition | None:
    """The edition that is to be written now, taken by the caller; None where nothing is due or somebody else writes it."""
    old = Q(written_at=None) | Q(written_at__lte=now - RENEWED)
    wanted = Q() if anyway else Q(due_at__lte=now) | Q(due_at=None) & old
    with transaction.atomic():
        StatusEdition.objects.get_or_create(pk=StatusEdition.ONLY)
        free = StatusEdition.objects.filter(Q(taken_until=None) | Q(taken_until__lte=now))
        row = free.filter(wanted).select_for_update(skip_locked=True).first()
        if row is not None:
            row.taken_until = now + LEASE
            row.save(update_fields=["taken_until"])
    return row


def is_silent(now: datetime) -> bool:
    """Whether the copy has not been written for longer than may be."""
    old = Q(written_at=None) | Q(written_at__lte=now - 2 * RENEWED)
    return StatusEdition.objects.exclude(failure="").filter(old).exists()


def copy_written(version: int, pages: int, now: datetime) -> None:
    """The copy holds this version; it stays due where there is a newer one by now."""
    with transaction.atomic():
        row = StatusEdition.objects.select_for_update().get(pk=StatusEdition.ONLY)
        row.taken_until, row.failure = None, ""
        row.written_at, row.written_version, row.written_pages = now, version, pages
        row.due_at = None if row.version == version else row.due_at or now
        row.save(update_fields=["taken_until", "failure", "written_at", "written_version", "written_pages", "due_at"])


def copy_failed(reason: str, now: datetime) -> None:
    """The copy of before stands; this one is tried again soon."""
    StatusEdition.objects.filter(pk=StatusEdition.ONLY).update(
        taken_until=None, failure=reason[:300], due_at=now + PAUSE
    )
