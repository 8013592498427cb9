"""Reads that span the slice's models."""

from datetime import datetime

from django.db.models import Max

from .models import Acknowledgement, Deadline


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
