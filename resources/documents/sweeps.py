"""Periodic work: papers that no worker has finished in time."""

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import beating

from . import actions
from .queueing import enqueue


@shared_task(name="resources.documents.sweeps.render_papers")
def render_papers() -> int:
    """Hand due papers to the workers (again); how many. Message lost, worker killed or broker restarted: all end here."""
    with beating("render_papers", 15) as found:
        ids = actions.take_due(now=clock.now())
        for paper_id in ids:
            enqueue(paper_id)
        found.update(handed_on=len(ids))
    return len(ids)
