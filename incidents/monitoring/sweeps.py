"""Periodic tasks of watching. All may run on every node at once."""

from celery import shared_task

from emergency_ops.lib import clock
from incidents.escalation.heartbeats import beating

from .detect import detect
from .reported.reconciling import reconcile
from .retention import prune
from .summing import sum_days, sum_due


@shared_task(name="incidents.monitoring.sweeps.detect_warnings")
def detect_warnings() -> None:
    """Open, widen and clear warnings by what the terminals have shown up to now."""
    with beating("detect_warnings", 10) as found:
        now = clock.now()
        outcome = detect(now)
        if outcome is not None:
            found.update(opened=len(outcome.openings), cleared=len(outcome.clearings))
        found.update(reconciled=reconcile(now))


@shared_task(name="incidents.monitoring.sweeps.prune_history")
def prune_history() -> None:
    """Forget what has outlived its time (see retention)."""
    with beating("prune_history", 600) as found:
        found.update(prune(clock.now()))


@shared_task(name="incidents.monitoring.sweeps.sum_payments")
def sum_payments() -> None:
    """Add up the payments of the last ten minutes by region, again those for which late reports may have come, and ended days."""
    with beating("sum_payments", 60) as found:
        now = clock.now()
        found.update(periods=sum_due(now), days=sum_days(now))
