"""Periodic work: notices are proposed when an incident needs one or what was told is not so any more."""

from datetime import datetime

import structlog
from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .actions import propose, tell_of_merged
from .queries import due, merged_with_a_notice

log = structlog.get_logger(__name__)


@shared_task
def propose_notices(now: datetime | None = None) -> int:
    """How many proposals were drafted or refreshed. Idempotent, on any number of nodes."""
    at, proposed = now or clock.now(), 0
    with beating("propose_notices", 15) as found:
        for pk in due(at):
            try:
                proposed += propose(pk, at) is not None
            except Exception:
                log.exception("propose_notice_failed", incident=pk)
        for notice in merged_with_a_notice():
            try:
                tell_of_merged(notice, at)
            except Exception:
                log.exception("tell_of_merged_failed", notice=notice.number)
        found.update(proposed=proposed)
    return proposed
