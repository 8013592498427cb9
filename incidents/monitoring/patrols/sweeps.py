"""Periodic work of patrols. May run on every node at once."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .planning import plan_due, reassign_due


@shared_task(name="incidents.monitoring.patrols.sweeps.plan_patrols")
def plan_patrols() -> None:
    """Plan the rounds of the coming hours, and follow changes of duty."""
    with beating("plan_patrols", 60) as found:
        now = clock.now()
        found.update(planned=plan_due(now), reassigned=reassign_due(now))
