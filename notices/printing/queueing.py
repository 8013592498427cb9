"""Telling the workers of a document of notices, by the task's name, so that the web server need not load the typesetter."""

from django.db import transaction

from emergency_ops.lib.paper.announcing import announce

RENDER = "notices.printing.jobs.render"


def enqueue_after_commit(job_id: int) -> None:
    transaction.on_commit(lambda: enqueue(job_id), robust=True)


def enqueue(job_id: int) -> None:
    """Raises kombu's OperationalError if the broker does not answer at once."""
    announce(RENDER, job_id)
