"""Slow work by id."""

from collections.abc import Sequence
from datetime import timedelta

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.channels.fates import Fate

from .actions import claim, make, settle

#: after this a batch leaves its rest to the next sweep; below the task's soft time limit
PATIENCE = timedelta(seconds=40)


@shared_task(name="incidents.response.webhooks.jobs.call_endpoints")
def call_endpoints(ids: Sequence[int]) -> int:
    """Make the calls that are still due, one by one; how many were tried. An endpoint that fails is not called again in this batch."""
    began, tried, failing = clock.now(), 0, set[int]()
    for pk in ids:
        if clock.now() - began > PATIENCE:
            break
        call = claim(pk, now=clock.now(), without=failing)
        if call is None:
            continue
        sent = make(call, now=clock.now())
        settle(call, sent, now=clock.now())
        if sent.fate != Fate.ACCEPTED:
            failing.add(call.endpoint_id)
        tried += 1
    return tried
