"""Loading and taking back in a worker, by the id of the order."""

from celery import shared_task
from django.db import DatabaseError

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from resources.sampling.models import SampleLoad

from . import actions, looking

#: a take-back is tried again when somebody wrote about the sample while it was at work
TRIES = 3


@shared_task(name="emergency_ops.sampling.jobs.load", time_limit=290, soft_time_limit=270)
def load(load_id: int) -> bool:
    """Called any number of times for an order, it loads once."""
    try:
        return actions.load(load_id, clock.now())
    except Exception as error:
        actions.give_up(load_id, str(error), clock.now())
        raise


@shared_task(name="emergency_ops.sampling.jobs.take_back", time_limit=290, soft_time_limit=270)
def take_back(load_id: int, only_free: bool) -> bool:
    """Called any number of times for an order, it takes back once."""
    for left in reversed(range(TRIES)):
        try:
            return actions.take_back(load_id, only_free=only_free, now=clock.now())
        except Refused as refusal:
            actions.give_up(load_id, str(refusal), clock.now())
            return False
        except DatabaseError as error:
            if not left:
                actions.give_up(load_id, str(error), clock.now())
                raise
    return False


@shared_task(name="emergency_ops.sampling.jobs.look", time_limit=60, soft_time_limit=50)
def look(load_id: int, language: str) -> None:
    """Sees what a take-back would find, for the page that shows it."""
    looking.look(SampleLoad.objects.get(pk=load_id), language, clock.now())
