"""The one place that reads the clock: actions get `now` as an argument, edges ask here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The calendar day in Shanghai."""
    return now().astimezone(SHANGHAI).date()
