"""Periodic work: deliveries that are due go to the workers, and calls that nobody will finish are given up."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from . import jobs
from .actions import mark_stale
from .queries import due_ids

#: deliveries in a task, and handed on by a sweep; a task that waits this many seconds is dropped, for they are handed on again
BATCH = 5
MOST = 200
HANDED_ON_FOR = 30


@shared_task(name="notices.channels.sweeps.carry_deliveries")
def carry_deliveries() -> int:
    """How many deliveries were handed on."""
    with beating("carry_deliveries", 5) as found:
        now = clock.now()
        found["stale"] = mark_stale(now=now)
        ids = due_ids(now, MOST)
        for start in range(0, len(ids), BATCH):
            jobs.carry.apply_async((ids[start : start + BATCH],), expires=HANDED_ON_FOR)
        found["handed_on"] = len(ids)
    return len(ids)
