"""The Celery application and its static beat schedule. Sweeps are idempotent: they may run on every node at once."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emergency_ops.settings.dev")

app = Celery("emergency_ops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["incidents.monitoring", "incidents.response", "incidents.escalation", "notices.printing"], related_name="sweeps"
)
app.autodiscover_tasks(["incidents.escalation", "notices.printing"], related_name="jobs")

app.conf.beat_schedule = {
    "detect-warnings": {"task": "incidents.monitoring.sweeps.detect_warnings", "schedule": 10.0},
    "open-incidents": {"task": "incidents.response.sweeps.absorb_warnings", "schedule": 5.0},
    "fire-deadlines": {"task": "incidents.escalation.sweeps.fire_deadlines", "schedule": 5.0},
    "deliver-messages": {"task": "incidents.escalation.sweeps.deliver_messages", "schedule": 5.0},
    "audit-silence": {"task": "incidents.escalation.sweeps.audit_silence", "schedule": 60.0},
    "render-notices": {"task": "notices.printing.sweeps.render_pending", "schedule": 15.0},
    "prune-history": {"task": "incidents.monitoring.sweeps.prune_history", "schedule": 600.0},
}
