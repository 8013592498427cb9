"""Writes the copy where it is due."""

import structlog
from celery import shared_task

from emergency_ops.lib import clock

from . import actions, copying, files

log = structlog.get_logger(__name__)


@shared_task(name="notices.channels.status.jobs.write_copy")
def write_copy(anyway: bool = False) -> int:
    """How many files were written: 0 where nothing is due, somebody else is at it, or the folder does not take them.

    Whatever fails, also a page that cannot be made or the task's time, stays to be read at the edition, and is tried again soon.
    """
    now = clock.now()
    home = files.folder()
    row = actions.take_copy(now, anyway=anyway or not files.is_there(home))
    if row is None:
        return 0
    try:
        count = copying.write(home, now)
    except Exception as error:
        log.warning("status.copy_failed", error=type(error).__name__)
        actions.copy_failed(str(error) or type(error).__name__, clock.now())
        if not isinstance(error, OSError):
            raise
        return 0
    actions.copy_written(row.version, count, now)
    return count
