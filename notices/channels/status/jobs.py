"""Writes the copy where it is due."""

import structlog
from celery import shared_task

from emergency_ops.lib import clock

from . import actions, copying, files

log = structlog.get_logger(__name__)


@shared_task(name="notices.channels.status.jobs.write_copy")
def write_copy(anyway: bool = False) -> int:
    """How many files were written: 0 where nothing is due or somebody else is at it."""
    now = clock.now()
    home = files.folder()
    row = actions.take_copy(now, anyway=anyway or not files.is_there(home))
    if row is None:
        return 0
    try:
        count = copying.write(home, now)
    except OSError as error:
        log.warning("status.copy_failed", error=str(error))
        actions.copy_failed(str(error), clock.now())
        return 0
    actions.copy_written(row.version, count, now)
    return count
