"""The typesetter's bench: carries out one claimed document, and says what became of it. Runs in a worker."""

from collections.abc import Callable
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from emergency_ops.lib import clock

from . import queue
from .fonts import FontMissing
from .printed import Printed, Stopped

log = structlog.get_logger(__name__)


def carry_out(
    held: queue.Claim,
    render: Callable[[], Printed],
    *,
    too_slow: str,
    more: Callable[[Printed], dict[str, Any]] = lambda printed: {},
) -> bool:
    """Render and keep the bytes (and `more` columns); False if it did not work, which the document then says.

    What another try cannot help, a missing font or too much work (`too_slow` is its sentence), fails at once. What was stopped
    because it hung is tried again.
    """
    try:
        printed = render()
    except FontMissing as error:
        return _failed(held, str(error), final=True)
    except SoftTimeLimitExceeded:
        return _failed(held, too_slow, final=True)
    except Stopped as error:
        log.warning("render_stopped", what=held.model._meta.label, pk=held.pk, attempt=held.attempt)
        return _failed(held, str(error), final=False)
    except Exception as error:
        log.exception("render_failed", what=held.model._meta.label, pk=held.pk, attempt=held.attempt)
        return _failed(held, f"{type(error).__name__}: {error}", final=False)
    return queue.finish(held, printed, now=clock.now(), **more(printed))


def _failed(held: queue.Claim, reason: str, *, final: bool) -> bool:
    queue.fail(held, reason, now=clock.now(), final=final)
    return False
