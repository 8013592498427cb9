"""Periodic work on the network."""

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import beating

from .census import take_census


@shared_task(name="resources.network.sweeps.count_terminals")
def count_terminals() -> int:
    """Count the terminals by region and condition, before a page has to; how many there are."""
    with beating("count_terminals", 5) as found:
        number = take_census(clock.now()).number
        found.update(terminals=number)
    return number
