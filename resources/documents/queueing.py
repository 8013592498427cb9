"""Telling the workers of a paper, by the task's name, so that the web server need not load the typesetter."""

from django.db import transaction

from emergency_ops.lib.paper.announcing import announce

RENDER = "resources.documents.jobs.render"


def enqueue_after_commit(paper_id: int) -> None:
    transaction.on_commit(lambda: enqueue(paper_id), robust=True)


def enqueue(paper_id: int) -> None:
    """Raises kombu's OperationalError if the broker does not answer at once."""
    announce(RENDER, paper_id)
