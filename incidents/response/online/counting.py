"""Scans by code and hour. One statement, so that none is lost and none counted twice however many come at once."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from .choices import ScanAnswer
from .models import EmergencyCode, ScanCount

_COUNT = (
    f"INSERT INTO {ScanCount._meta.db_table} AS kept (code_id, hour, answer, count) VALUES (%s, %s, %s, 1)"  # noqa: S608
    " ON CONFLICT (code_id, hour, answer) DO UPDATE SET count = kept.count + 1"
)


def count_scan(code_id: int, answer: ScanAnswer, now: datetime) -> None:
    """Add one to the hour's count."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [code_id, hour, str(answer)])


def hours_of(code: EmergencyCode) -> list[dict[str, Any]]:
    """The hours in which the code was scanned, the newest first: {"hour", "opened", "misled"}."""
    dead = Q(answer=ScanAnswer.GUIDANCE)
    rows = code.scans.order_by("-hour").values_list("hour")
    counted = rows.annotate(opened=Sum("count", filter=~dead, default=0), misled=Sum("count", filter=dead, default=0))
    return [{"hour": hour, "opened": opened, "misled": misled} for hour, opened, misled in counted]
