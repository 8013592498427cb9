"""Handovers that are overdue, and those that nobody handed back: each is told once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from resources.staff import events
from resources.staff.choices import HandoverState
from resources.staff.models import Handover

from . import absence_telling as telling
from .handing import STANDING

BATCH = 50


def remind_next(now: datetime) -> int:
    """Remind of the handovers that are due, in one transaction; how many. Two sweeps at once take different ones."""
    with transaction.atomic():
        overdue = _free(Handover.objects.filter(state=HandoverState.PROPOSED, due_at__lte=now, reminded_at=None))
        for handover in overdue:
            handover.reminded_at = now
            handover.save(update_fields=["reminded_at"])
            _note("handover_overdue", handover, now)
            telling.overdue(handover, now)
        kept = Handover.objects.filter(state__in=STANDING, return_reminded_at=None, taker__isnull=False)
        over = _free(kept.filter(absence__cancelled_at=None, absence__period__endswith__lte=now))
        for handover in over:
            handover.return_reminded_at = now
            handover.save(update_fields=["return_reminded_at"])
            _note("handover_not_returned", handover, now)
            telling.not_returned(handover, now)
    return len(overdue) + len(over)


def _free(rows: QuerySet[Handover]) -> list[Handover]:
    related = rows.select_related("absence", "post__head", "giver", "taker").order_by("due_at", "pk")
    return list(related.select_for_update(skip_locked=True, of=("self",))[:BATCH])


def _note(code: str, handover: Handover, now: datetime) -> None:
    events.write(
        code,
        at=now,
        actor=None,
        post=handover.post,
        person=handover.giver,
        absence=handover.absence_id,
        handover=handover.pk,
        post_name=handover.post.name,
        giver=handover.giver.name,
        taker=handover.taker.name if handover.taker else None,
    )
