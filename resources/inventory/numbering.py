"""Numbers of papers, counted by the day in Shanghai: 调拨单 DB-YYYYMMDD-NNNN, 盘点单 PD-…, 供应链清单 GY-…."""

from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.utils import timezone


class Series(StrEnum):
    """The kinds of papers; the value is also the prefix of the number."""

    TRANSFER = "DB"
    STOCKTAKE = "PD"
    SUPPLY = "GY"


UPSERT = """
INSERT INTO resources_numberseries (kind, day, last) VALUES (%s, %s, 1)
ON CONFLICT (kind, day) DO UPDATE SET last = resources_numberseries.last + 1
RETURNING last
"""


def next_number(series: Series, now: datetime) -> str:
    """The next number of the day. Call it in the transaction that stores the paper.

    The day's row stays locked until that transaction ends: a roll-back gives the number back, so there is neither a
    gap nor a double.
    """
    day = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [series.value, day])
        (last,) = cursor.fetchone()
    return f"{series.value}-{day:%Y%m%d}-{last:04d}"
