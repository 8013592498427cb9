"""A hand that plays the beat: the sweeps of the schedule, run here one after the other, with what they hand to workers."""

from emergency_ops.celery import app
from notices.printing.choices import JobState
from notices.printing.models import PrintJob

#: what tidies up, counts, reminds of yearly things or goes out to others' servers is no part of a journey
LEFT_OUT = {
    "prune-history", "check-ledger", "forget-events", "call-webhooks", "audit-silence", "plan-patrols", "plan-duty",
    "sum-payments", "remind-training", "remind-equipment", "ask-receipts", "watch-shifts", "render-papers",
}  # fmt: skip


class Beat:
    def __init__(self):
        app.loader.import_default_modules()
        self.tasks = [entry["task"] for name, entry in app.conf.beat_schedule.items() if name not in LEFT_OUT]

    def turn(self, *names):
        """Every sweep once, or only the named ones: turn("detect_warnings", "absorb_warnings")."""
        for task in self.tasks:
            if not names or task.rpartition(".")[2] in names:
                app.tasks[task].apply(throw=True)
        if not names:
            self.typeset()

    def typeset(self):
        """What a worker does about the printed notices that wait."""
        for job in PrintJob.objects.filter(state=JobState.QUEUED):
            app.tasks["notices.printing.jobs.render"].apply((job.pk,), throw=True)
