"""Periodic work: tellings that cannot come again are forgotten."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .actions import forget_tellings


@shared_task(name="incidents.monitoring.external.sweeps.forget_events")
def forget_events() -> int:
    with beating("forget_events", 3600) as found:
        gone = found["forgotten"] = forget_tellings(clock.now())
    return gone
