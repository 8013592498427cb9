"""Telling the workers that the copy is due, by the task's name. A message that is lost is made good by the sweep."""

from celery import current_app
from django.db import transaction

WRITE = "notices.channels.status.jobs.write_copy"


def enqueue_after_commit() -> None:
    transaction.on_commit(enqueue, robust=True)


def enqueue() -> None:
    """Raises kombu's OperationalError if the broker does not answer at once."""
    current_app.send_task(WRITE, retry=False)
