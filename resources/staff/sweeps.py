"""Periodic tasks of people. They may run on every node at once."""

from datetime import datetime

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.pulse import beating

from .actions.planning import plan_rota
from .actions.training_expiry import warn_of_expiry
from .models import Rota
from .queries_duty import rotas_due

#: the local hour from which people are reminded of what can wait for the morning
REMIND_FROM_HOUR = 9


@shared_task(name="resources.staff.sweeps.plan_duty")
def plan_duty() -> None:
    """Plan the rotas whose shifts do not reach 60 days ahead, or whose calendar has changed.

    Each rota is a transaction of its own. People are told of what is new to them only where the calendar has changed.
    """
    with beating("plan_duty", 60) as found:
        now = clock.now()
        due = list(rotas_due(now))
        found["rotas"] = len(due)
        found["refused"] = sum(not _plan(rota, now) for rota in due)


def _plan(rota: Rota, now: datetime) -> bool:
    """Whether it could be planned; one that could not (somebody changed the same shifts) is tried at the next turn."""
    try:
        plan_rota(rota, actor=None, now=now, additions=rota.planned_until is None)
    except Refused:
        return False
    return True


@shared_task(name="resources.staff.sweeps.remind_training")
def remind_training() -> int:
    """Tell of trainings that are about to end, from nine in the morning on; how many there were. Each step is told once."""
    now = clock.now()
    with beating("remind_training", 3600) as found:
        is_day = now.astimezone(clock.SHANGHAI).hour >= REMIND_FROM_HOUR
        found["told"] = warn_of_expiry(now) if is_day else 0
    return int(found["told"])
