"""What is shown somewhere and has just changed: `changed("incident.17", "incidents")`, told to open pages after the commit.

Topics are coarse words without data; models whose rows are events name theirs (live_rows.LiveModel), so that writing the row tells it.
A fragment says `hx-get="…" hx-trigger="live" data-live="incident.17 tasks" data-every="5"`: js/live.js asks for it when one of
these topics is told, every 5 s while there is no event stream, and seldom (data-calm, 45 s) while there is one.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from . import poking


class _Batch:
    """The topics of a transaction (or of one of its savepoints, which go with it when it is rolled back)."""

    def __init__(self) -> None:
        self.topics: set[str] = set()

    def __call__(self) -> None:
        poking.tell(self.topics)


def changed(*topics: str, using: str | None = None) -> None:
    """Tell open pages when the transaction is committed, or now outside of one. Never raises for want of a broker."""
    connection = transaction.get_connection(using)
    if not connection.in_atomic_block:
        poking.tell(topics)
        return
    savepoints = set(connection.savepoint_ids)
    waiting: Callable[[], Any] | None = None
    if connection.run_on_commit and connection.run_on_commit[-1][0] == savepoints:
        waiting = connection.run_on_commit[-1][1]
    if not isinstance(waiting, _Batch):
        waiting = _Batch()
        transaction.on_commit(waiting, using, robust=True)
    waiting.topics.update(topics)
