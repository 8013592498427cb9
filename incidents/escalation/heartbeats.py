"""The pulse of the sweeps. `with beating("name", 10) as found: …` writes one when the work has come to its end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from emergency_ops.lib import clock

from .models import Heartbeat


@contextmanager
def beating(name: str, expected_seconds: int) -> Iterator[dict[str, Any]]:
    """Write the heartbeat `name` after the block, with what the block puts into the dict (JSON). A block that raises has no pulse."""
    detail: dict[str, Any] = {}
    began = time.monotonic()
    yield detail
    took = int((time.monotonic() - began) * 1000)
    Heartbeat.objects.update_or_create(
        name=name,
        defaults={"at": clock.now(), "took_ms": took, "detail": detail, "expected_seconds": expected_seconds},
    )
