"""The one place that reads the clock: actions get `now` as an argument, edges ask here."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return timezone.now()
