"""What is forgotten when. The latest states, warnings and their course are kept; the details that fed them are not.

Minutes of payments: 8 days (a week to compare with). Changes of a terminal's condition: 400 days (a year's review).
Ended signals: 400 days. Sums of payments by ten minutes: 8 days, as the minutes they were added up from; by day: 400 days.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

SLICE: Final = 20_000
#: a sweep stops here and goes on at its next turn; it must stay far below Celery's time limit
BUDGET_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Kept:
    """A table, the column that tells a row's age, how long its rows are kept, and what else must hold to forget one."""

    table: str
    column: str
    span: timedelta
    also: str = "true"


PAYMENTS_KEPT: Final = timedelta(days=8)
KEPT: Final = (
    Kept("incidents_minutewindow", "minute", PAYMENTS_KEPT),
    Kept("incidents_paymentsum", "start", PAYMENTS_KEPT),
    Kept("incidents_summedperiod", "start", PAYMENTS_KEPT),
    Kept("incidents_paymentday", "day", timedelta(days=400)),
    Kept("incidents_terminalevent", "at", timedelta(days=400)),
    Kept("incidents_signal", "began_at", timedelta(days=400), "ended_at IS NOT NULL"),
)


def prune(now: datetime, *, budget: float = BUDGET_SECONDS, size: int = SLICE) -> dict[str, int]:
    """Deletes what has outlived its time, a slice a statement (each commits by itself); how many rows, by table."""
    until = time.monotonic() + budget
    return {kept.table: _prune(kept, now, until, size) for kept in KEPT}


def _prune(kept: Kept, now: datetime, until: float, size: int) -> int:
    statement = f"""
        DELETE FROM {kept.table} WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM {kept.table} WHERE {kept.column} < %s AND {kept.also} LIMIT %s))"""  # noqa: S608 - constants
    deleted = 0
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(statement, [now - kept.span, size])
            deleted += cursor.rowcount
            if cursor.rowcount < size:
                break
    return deleted
