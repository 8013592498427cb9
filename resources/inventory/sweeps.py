"""Periodic work on things."""

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import beating

from .actions.reminding import remind


@shared_task(name="resources.inventory.sweeps.remind_equipment")
def remind_equipment() -> int:
    """Tell of equipment that is late, to be maintained, or low on charge: each once; how many reminders."""
    with beating("remind_equipment", 300) as found:
        count = remind(clock.now())
        found.update(reminders=count)
    return count
