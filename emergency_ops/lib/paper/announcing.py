"""Telling the workers of a document. The database knows what is to be done; a message that is lost is made good by a sweep."""

from celery import current_app


def announce(task: str, pk: int) -> None:
    """Raises kombu's OperationalError if the broker does not answer at once."""
    current_app.send_task(task, args=[pk], retry=False)
