"""Periodic work: commands that nobody answered."""

import time

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .actions import time_out
from .queries import overdue_ids

PATIENCE = 4


@shared_task(name="incidents.response.diagnosis.sweeps.time_out_commands")
def time_out_commands() -> int:
    """End the commands whose time is over; how many."""
    began, ended = time.monotonic(), 0
    with beating("time_out_commands", 5) as found:
        for pk in overdue_ids(now := clock.now()):
            ended += time_out(pk, now=now)
            if time.monotonic() - began > PATIENCE:
                break
        found["timed_out"] = ended
    return ended
