"""Periodic work: notices whose time is over."""

from datetime import datetime

import structlog
from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from incidents.escalation.heartbeats import beating

from . import actions
from .choices import NoticeStatus
from .models import Notice

log = structlog.get_logger(__name__)

MOST = 50


@shared_task(name="notices.content.sweeps.expire_notices")
def expire_notices() -> int:
    """Take expired notices back; how many. One that somebody ends at the same instant is left to them."""
    now = clock.now()
    with beating("expire_notices", 30) as found:
        due = Notice.objects.filter(status=NoticeStatus.ISSUED, expires_at__lte=now).order_by("expires_at")
        done = sum(_expired(notice, now) for notice in due[:MOST])
        found.update(expired=done)
    return done


def _expired(notice: Notice, now: datetime) -> bool:
    try:
        return actions.expire(notice, now=now)
    except Refused:
        return False
    except Exception:
        log.exception("expire_notice_failed", notice=notice.number)
        return False
