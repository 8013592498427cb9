"""公告编号, counted by the day in Shanghai."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from . import rules

UPSERT = """
INSERT INTO notices_noticenumbers (day, last) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET last = notices_noticenumbers.last + 1
RETURNING last
"""


def next_number(now: datetime) -> str:
    """The next number of the day, in the transaction that stores the notice: a roll-back gives it back."""
    day = timezone.localdate(now, timezone.get_default_timezone())
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [day])
        (last,) = cursor.fetchone()
    return rules.number(day, last)
