"""Reads that span the slice's models."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, QuerySet

from .choices import DeadlineState, MessageState
from .models import Acknowledgement, Deadline, Heartbeat, OutboxMessage
from .rules import FAILING_ATTEMPTS, is_alive


def standing_acknowledgement(subject_kind: str, subject_id: int, now: datetime) -> Acknowledgement | None:
    """The acknowledgement that holds at `now` and lasts longest, with its person."""
    return (
        Acknowledgement.objects.filter(subject_kind=subject_kind, subject_id=subject_id, expires_at__gt=now)
        .select_related("person", "acting_for")
        .order_by("-expires_at")
        .first()
    )


def next_round(subject_kind: str, subject_id: int, kind: str) -> int:
    """The first round that no deadline of this kind has used yet."""
    used = Deadline.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind=kind)
    last = used.aggregate(last=Max("round"))["last"]
    return 0 if last is None else last + 1


def due_message_ids(now: datetime, limit: int) -> list[int]:
    """The messages that wait for a send, the longest waiting first."""
    waiting = OutboxMessage.objects.filter(state__in=[MessageState.QUEUED, MessageState.RETRY_WAIT], due_at__lte=now)
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:limit])


def covered_ids(subject_kind: str, ids: Collection[int]) -> set[int]:
    """Of these subjects, those with a pending deadline whose handler has not failed again and again."""
    pending = Deadline.objects.filter(
        subject_kind=subject_kind, subject_id__in=ids, state=DeadlineState.PENDING, attempts__lt=FAILING_ATTEMPTS
    )
    return set(pending.values_list("subject_id", flat=True))


def failing_deadlines() -> QuerySet[Deadline]:
    """Pending deadlines whose handler raised, the worst first."""
    return Deadline.objects.filter(state=DeadlineState.PENDING, attempts__gt=0).order_by("-attempts", "due_at")


def overdue_deadlines(before: datetime) -> QuerySet[Deadline]:
    """Deadlines due before an instant that no sweep has touched."""
    return Deadline.objects.filter(state=DeadlineState.PENDING, attempts=0, due_at__lt=before).order_by("due_at")


def stale_heartbeats(now: datetime) -> list[Heartbeat]:
    """Sweeps whose last pulse is older than three times what is expected (and at least 30 s)."""
    return [beat for beat in Heartbeat.objects.order_by("name") if not is_alive(beat.at, beat.expected_seconds, now)]
