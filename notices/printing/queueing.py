"""Telling the workers. The database knows what is to be done; a message that is lost is made good by the sweep."""

from celery import current_app
from django.db import transaction

#: by name, so that the web server need not load the typesetter
RENDER = "notices.printing.jobs.render"


def enqueue_after_commit(job_id: int) -> None:
    transaction.on_commit(lambda: enqueue(job_id), robust=True)


def enqueue(job_id: int) -> None:
    """Raises kombu's OperationalError if the broker does not answer at once."""
    current_app.send_task(RENDER, args=[job_id], retry=False)
