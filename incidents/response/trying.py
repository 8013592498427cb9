"""What an action would come to: it is done, looked at, and undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Everything that is written inside is taken back at the end; nothing that waits for a commit happens."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
