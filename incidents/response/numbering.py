"""事件编号 YJ-YYYYMMDD-NNNN, counted by the day in Shanghai."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

UPSERT = """
INSERT INTO incidents_numberseries (day, last) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET last = incidents_numberseries.last + 1
RETURNING last
"""


def next_number(now: datetime) -> str:
    """The next number of the day. Call it in the transaction that stores the incident.

    The day's row stays locked until that transaction ends: a roll-back gives the number back, so there is neither a gap nor
    a double.
    """
    day = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [day])
        (last,) = cursor.fetchone()
    return f"YJ-{day:%Y%m%d}-{last:04d}"
