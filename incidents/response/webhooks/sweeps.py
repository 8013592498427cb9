"""Periodic work: events become calls, and calls are handed to workers."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from . import jobs
from .actions import queue_next, release_stale
from .queries import active_ids, due_call_ids

BATCH = 20
MOST = 200
HANDED_ON_FOR = 30


@shared_task(name="incidents.response.webhooks.sweeps.call_webhooks")
def call_webhooks() -> int:
    """How many calls were handed on."""
    with beating("call_webhooks", 5) as found:
        now = clock.now()
        found["queued"] = sum(queue_next(pk, now=now) for pk in active_ids())
        found["stale"] = release_stale(now=now)
        ids = due_call_ids(now, MOST)
        for start in range(0, len(ids), BATCH):
            jobs.call_endpoints.apply_async((ids[start : start + BATCH],), expires=HANDED_ON_FOR)
        found["handed_on"] = len(ids)
    return len(ids)
