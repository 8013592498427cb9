"""Transfers that should have arrived: both ends are told, once."""

from datetime import datetime

from django.db import transaction

from resources.inventory.access_moving import with_ends
from resources.inventory.models import Transfer
from resources.inventory.queries_moving import overdue_at

from .common import lines_of, write_event
from .telling import tell_overdue


def tell_next_overdue(now: datetime) -> bool:
    """Tells of one overdue transfer that nobody was told of, whichever nobody else holds; False when there is none."""
    with transaction.atomic():
        due = with_ends(Transfer.objects.filter(overdue_at(now), overdue_told_at=None)).order_by("expected_at")
        transfer = due.select_for_update(of=("self",), skip_locked=True).first()
        if transfer is None:
            return False
        transfer.overdue_told_at = now
        transfer.save(update_fields=["overdue_told_at"])
        tell_overdue(transfer, now=now)
        write_event(transfer, "overdue", lines_of(transfer), None, now)
    return True
