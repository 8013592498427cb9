"""Periodic tasks of watching. Both may run on every node at once."""

from datetime import timedelta
from typing import Final

from celery import shared_task
from django.db import connection

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .detect import detect

KEPT: Final = timedelta(days=8)
SLICE: Final = 50_000


@shared_task(name="incidents.monitoring.sweeps.detect_warnings")
def detect_warnings() -> None:
    """Open, widen and clear warnings by what the terminals have shown up to now."""
    with beating("detect_warnings", 10) as found:
        outcome = detect(clock.now())
        if outcome is not None:
            found.update(opened=len(outcome.openings), cleared=len(outcome.clearings))


@shared_task(name="incidents.monitoring.sweeps.prune_history")
def prune_history() -> None:
    """Forget minutes of payments that nothing looks at any more, a slice at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM incidents_minutewindow WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM incidents_minutewindow WHERE minute < %s LIMIT %s))""",
            [clock.now() - KEPT, SLICE],
        )
