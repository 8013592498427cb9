"""Periodic work: warnings become incidents."""

import time
from collections.abc import Collection
from datetime import datetime

import structlog
from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating
from incidents.monitoring.models import WarningEvent

from . import actions
from .actions import patrols
from .actions.telling import tell_all

log = structlog.get_logger(__name__)
#: seconds that a sweep goes on before it leaves the rest to the next one
PATIENCE = 20


@shared_task
def absorb_warnings(now: datetime | None = None) -> int:
    """Carry what happened to warnings into incidents, in order; how many events were absorbed.

    Any number of these may run at once: each event is claimed with SKIP LOCKED, and one whose warning has an earlier event that
    is not absorbed yet waits for it. A warning that cannot be absorbed is left for the next run and does not stop the others.
    """
    began, absorbed = time.monotonic(), 0
    failed: set[int] = set()
    with beating("absorb_warnings", 30) as found:
        while time.monotonic() - began < PATIENCE and (warning := _absorb_next(now or clock.now(), failed)):
            absorbed += warning not in failed
        found.update(absorbed=absorbed, failed=sorted(failed))
    return absorbed


def _absorb_next(now: datetime, failed: set[int]) -> int | None:
    """Absorb one event; the id of its warning, None when nothing is left that nobody else holds."""
    with transaction.atomic():
        event = _claim(failed)
        if event is None:
            return None
        try:
            with transaction.atomic():
                actions.absorb(event, now)
        except Exception:
            log.exception("absorb_failed", warning=event.warning_id, event_id=event.pk)
            failed.add(event.warning_id)
        return event.warning_id


def _claim(failed: Collection[int]) -> WarningEvent | None:
    earlier = WarningEvent.objects.filter(warning=OuterRef("warning"), absorbed_at=None, id__lt=OuterRef("id"))
    return (
        WarningEvent.objects.filter(~Exists(earlier), absorbed_at=None)
        .exclude(warning__in=failed)
        .select_related("warning")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("id")
        .first()
    )


@shared_task
def tell_resources(now: datetime | None = None) -> int:
    """Carry what the inventory did for incidents into their timelines; how many entries were written."""
    with beating("tell_resources", 10) as found:
        told = found["told"] = tell_all(now or clock.now())
    return told


@shared_task
def tell_findings(now: datetime | None = None) -> int:
    """Carry what patrols found into the timelines of the incidents that run; how many entries were written."""
    with beating("tell_findings", 10) as found:
        told = found["told"] = patrols.tell_findings(now or clock.now())
    return told
