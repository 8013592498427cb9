"""Periodic work: screens follow what is wanted of them."""

import time

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from . import actions

PATIENCE = 4
#: terminals in one pass; the rest has its turn in the next
MOST = 2000


@shared_task(name="notices.channels.screens.sweeps.follow_screens")
def follow_screens() -> int:
    """How many terminals were looked at: receipts taken in, texts sent, cleared, tried again."""
    began, looked_at = time.monotonic(), 0
    with beating("follow_screens", 5) as found:
        now = clock.now()
        found.update(lapsed=actions.lapse(now=now), given_up=actions.give_up(now=now), changed=actions.watch(now=now))
        while looked_at < MOST and time.monotonic() - began < PATIENCE:
            done = actions.reconcile(now=now)
            looked_at += done
            if not done:
                break
        found["terminals"] = looked_at
    return looked_at
