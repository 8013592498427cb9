"""The Celery application and its static beat schedule. Sweeps are idempotent: they may run on every node at once."""

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emergency_ops.settings.dev")

app = Celery("emergency_ops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "resources.network",
        "resources.staff",
        "resources.inventory",
        "resources.documents",
        "incidents.monitoring",
        "incidents.monitoring.external",
        "incidents.monitoring.patrols",
        "incidents.response",
        "incidents.response.diagnosis",
        "incidents.response.command",
        "incidents.response.tasks",
        "incidents.response.webhooks",
        "incidents.escalation",
        "notices.channels.screens",
        "notices.content",
        "notices.channels.status",
        "notices.content.proposals",
        "notices.printing",
        "notices.channels",
        "notices.printing.walls",
    ],
    related_name="sweeps",
)
app.autodiscover_tasks(
    [
        "resources.documents",
        "incidents.escalation",
        "incidents.response.webhooks",
        "notices.printing",
        "notices.channels.status",
        "notices.channels",
        "emergency_ops.sampling",
    ],
    related_name="jobs",
)


def every(seconds: float, task: str) -> dict[str, Any]:
    """A sweep that was not started before its next turn is dropped, so an hour without workers leaves no heap of them."""
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 5.0)}}


app.conf.beat_schedule = {
    "detect-warnings": every(10, "incidents.monitoring.sweeps.detect_warnings"),
    "open-incidents": every(5, "incidents.response.sweeps.absorb_warnings"),
    "follow-tasks": every(30, "incidents.response.tasks.sweeps.follow_tasks"),
    "watch-shifts": every(60, "incidents.response.command.sweeps.watch_shifts"),
    "tell-resources": every(10, "incidents.response.sweeps.tell_resources"),
    "tell-findings": every(10, "incidents.response.sweeps.tell_findings"),
    "call-webhooks": every(5, "incidents.response.webhooks.sweeps.call_webhooks"),
    "time-out-commands": every(5, "incidents.response.diagnosis.sweeps.time_out_commands"),
    "fire-deadlines": every(5, "incidents.escalation.sweeps.fire_deadlines"),
    "deliver-messages": every(5, "incidents.escalation.sweeps.deliver_messages"),
    "ask-receipts": every(15, "incidents.escalation.sweeps.ask_receipts"),
    "carry-memos": every(10, "incidents.escalation.sweeps.carry_memos"),
    "remind-handovers": every(60, "incidents.escalation.sweeps.remind_handovers"),
    "count-terminals": every(5, "resources.network.sweeps.count_terminals"),
    "plan-duty": every(60, "resources.staff.sweeps.plan_duty"),
    "remind-training": every(3600, "resources.staff.sweeps.remind_training"),
    "remind-equipment": every(300, "resources.inventory.sweeps.remind_equipment"),
    "tell-overdue-transfers": every(60, "resources.inventory.sweeps.tell_overdue_transfers"),
    "check-ledger": every(3600, "resources.inventory.sweeps.check_ledger"),
    "follow-needs": every(30, "resources.inventory.sweeps.follow_needs"),
    "forget-events": every(3600, "incidents.monitoring.external.sweeps.forget_events"),
    "follow-supply": every(60, "resources.inventory.sweeps.follow_supply"),
    "carry-deliveries": every(5, "notices.channels.sweeps.carry_deliveries"),
    "audit-silence": every(60, "incidents.escalation.sweeps.audit_silence"),
    "follow-screens": every(5, "notices.channels.screens.sweeps.follow_screens"),
    "expire-notices": every(30, "notices.content.sweeps.expire_notices"),
    "renew-status-copy": every(30, "notices.channels.status.sweeps.renew_status_copy"),
    "propose-notices": every(15, "notices.content.proposals.sweeps.propose_notices"),
    "watch-walls": every(30, "notices.printing.walls.sweeps.watch_walls"),
    "render-notices": every(15, "notices.printing.sweeps.render_pending"),
    "render-papers": every(15, "resources.documents.sweeps.render_papers"),
    "plan-patrols": every(60, "incidents.monitoring.patrols.sweeps.plan_patrols"),
    "sum-payments": every(60, "incidents.monitoring.sweeps.sum_payments"),
    "prune-history": every(600, "incidents.monitoring.sweeps.prune_history"),
}
