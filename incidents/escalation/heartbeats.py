"""Where the pulse of every sweep is kept: one row a sweep, which the audit and the system page read."""

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import Pulse, beating, kept_by

from .models import Heartbeat

__all__ = ["beating"]


@kept_by
def keep(pulse: Pulse) -> None:
    Heartbeat.objects.update_or_create(
        name=pulse.name,
        defaults={
            "at": clock.now(),
            "took_ms": pulse.took_ms,
            "detail": pulse.detail,
            "expected_seconds": pulse.expected_seconds,
        },
    )
