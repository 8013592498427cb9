"""Periodic work: sheets whose time is over, and walls that are late."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .actions.following import call_late, end_finished


@shared_task(name="notices.printing.walls.sweeps.watch_walls")
def watch_walls() -> int:
    """How many walls somebody was told about. May run on every node at once."""
    with beating("watch_walls", 30) as found:
        now = clock.now()
        ended, told = end_finished(now), call_late(now)
        found.update(ended=ended, told=told)
    return told
