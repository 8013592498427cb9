"""Periodic work: tasks follow whoever acts for their posts."""

from datetime import datetime

import structlog
from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating
from incidents.response.choices import OPEN_STATUSES
from incidents.response.models import Incident

from .actions import follow_posts
from .choices import UNFINISHED

log = structlog.get_logger(__name__)


@shared_task
def follow_tasks(now: datetime | None = None) -> int:
    """Give tasks to whoever acts for their posts by now; how many moved. Idempotent, on any number of nodes."""
    at, moved = now or clock.now(), 0
    with beating("follow_tasks", 30) as found:
        waiting = Incident.objects.filter(status__in=OPEN_STATUSES, tasks__state__in=UNFINISHED)
        for pk in waiting.distinct().order_by("pk").values_list("pk", flat=True):
            try:
                moved += follow_posts(pk, at)
            except Exception:
                log.exception("follow_tasks_failed", incident=pk)
        found["moved"] = moved
    return moved
