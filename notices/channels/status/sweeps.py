"""Periodic work: the copy that is due, or older than it may be. At the start of the workers too, so it never goes stale unseen."""

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.pulse import beating

from . import actions, jobs


class CopyFailed(Exception):
    """The copy has grown old; why, is said at the edition."""


@shared_task(name="notices.channels.status.sweeps.renew_status_copy")
def renew_status_copy() -> int:
    """How many files were written. Raises CopyFailed, so that its pulse stops, where the copy fails and has grown old."""
    with beating("renew_status_copy", 90) as found:
        count = jobs.write_copy()
        if actions.is_silent(clock.now()):
            raise CopyFailed
        found.update(files=count)
    return count
