"""Periodic work on things."""

import time

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import beating

from .actions.needs import follow_standing
from .actions.reminding import remind
from .actions.supply_following import follow_supply as follow_supply_now
from .actions.transfers import tell_next_overdue
from .checking import differences, tell_differences
from .models import Need
from .overview import overview

#: seconds that a sweep goes on before it leaves the rest to the next one
PATIENCE = 20


@shared_task(name="resources.inventory.sweeps.remind_equipment")
def remind_equipment() -> int:
    """Tell of equipment that is late, to be maintained, or low on charge: each once; how many reminders."""
    with beating("remind_equipment", 300) as found:
        count = remind(clock.now())
        found.update(reminders=count)
    return count


@shared_task(name="resources.inventory.sweeps.tell_overdue_transfers")
def tell_overdue_transfers() -> int:
    """Tell both ends of transfers that should have arrived: each once; how many."""
    began, told = time.monotonic(), 0
    with beating("tell_overdue_transfers", 60) as found:
        while time.monotonic() - began < PATIENCE and tell_next_overdue(clock.now()):
            told += 1
        found.update(told=told)
    return told


@shared_task(name="resources.inventory.sweeps.check_ledger")
def check_ledger() -> int:
    """Compare the stock with the ledger, and tell those who answer for it, once a day; how many differences."""
    with beating("check_ledger", 3600) as found:
        wrong = differences()
        tell_differences(wrong, now=clock.now())
        found["differences"] = len(wrong)
    return len(wrong)


@shared_task(name="resources.inventory.sweeps.follow_needs")
def follow_needs() -> int:
    """Bring needs up to date with what was handed out or given back beside their pages, and have the country's plan ready
    before somebody asks; how many changed."""
    with beating("follow_needs", 30) as found:
        changed = found["changed"] = follow_standing(clock.now())
        overview(Need.objects.all(), [""], clock.now())
    return changed


@shared_task(name="resources.inventory.sweeps.follow_supply")
def follow_supply() -> int:
    """Bring the supply chain list in step with what no depot has, and tell of what is late; how many changes."""
    with beating("follow_supply", 60) as found:
        counts = follow_supply_now(clock.now())
        found.update(counts)
    return sum(counts.values())
