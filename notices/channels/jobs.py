"""Slow work by id."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import translation

from emergency_ops.lib import clock

from . import calling
from .actions import claim, look_up, settle

log = structlog.get_logger(__name__)
#: after this a batch leaves its rest to the next sweep; below the task's soft time limit
PATIENCE = timedelta(seconds=40)
#: steps that one delivery takes in a row: a draft that is sought, saved and submitted, with one look
MOST_STEPS = 6


@shared_task(name="notices.channels.jobs.carry")
def carry(ids: Sequence[int]) -> int:
    """Do what is due for these deliveries; how many calls and looks. Any id may be given any number of times, to any number of workers."""
    began, done = clock.now(), 0
    for delivery_id in ids:
        for _step in range(MOST_STEPS):
            if clock.now() - began > PATIENCE or not _carried(delivery_id):
                break
            done += 1
    return done


def _carried(delivery_id: int) -> bool:
    """As _carry_on; one that cannot be carried does not keep the others back."""
    try:
        return _carry_on(delivery_id)
    except Exception:
        log.exception("delivery_not_carried", delivery=delivery_id)
        return False


def _carry_on(delivery_id: int) -> bool:
    """One call or one look; whether there was one to make."""
    delivery = claim(delivery_id, now=clock.now())
    if delivery is None:
        return look_up(delivery_id, now=clock.now())
    with translation.override(settings.LANGUAGE_CODE):
        result = calling.act(delivery, clock.now())
    settle(delivery, result, now=clock.now())
    return True
