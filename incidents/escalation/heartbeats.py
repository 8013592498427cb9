"""Where the pulse of every sweep is kept: one row a sweep, which the audit and the system page read."""

from datetime import datetime

from django.db.models import Case, DateTimeField, F, Value, When
from django.db.models.functions import Coalesce

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import Pulse, beating, kept_by

from .models import Heartbeat
from .rules import patience

__all__ = ["beating"]


@kept_by
def keep(pulse: Pulse) -> None:
    now = clock.now()
    said = {
        "at": now,
        "took_ms": pulse.took_ms,
        "detail": pulse.detail,
        "expected_seconds": pulse.expected_seconds,
    }
    Heartbeat.objects.update_or_create(
        name=pulse.name,
        defaults={**said, "since": _since(now, pulse.expected_seconds)},
        create_defaults={**said, "since": now},
    )


def _since(now: datetime, expected_seconds: int) -> Case:
    """Since when it beats without a gap, by the row that is there: from now on after a standstill."""
    going_on = When(at__gte=now - patience(expected_seconds), then=Coalesce(F("since"), F("at")))
    return Case(going_on, default=Value(now), output_field=DateTimeField())
