"""Periodic work: documents that no worker has finished in time."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from . import actions
from .queueing import enqueue


@shared_task(name="notices.printing.sweeps.render_pending")
def render_pending() -> int:
    """Hand due documents to the workers (again); how many. Message lost, worker killed or broker restarted: all end here."""
    with beating("render_pending", 45) as found:
        ids = actions.take_due(now=clock.now())
        for job_id in ids:
            enqueue(job_id)
        found.update(handed_on=len(ids))
    return len(ids)
