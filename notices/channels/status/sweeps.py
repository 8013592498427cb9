"""Periodic work: the copy that is due, or older than it may be. At the start of the workers too, so it never goes stale unseen."""

from celery import shared_task

from emergency_ops.lib.pulse import beating

from . import jobs


@shared_task(name="notices.channels.status.sweeps.renew_status_copy")
def renew_status_copy() -> int:
    with beating("renew_status_copy", 90) as found:
        count = jobs.write_copy()
        found.update(files=count)
    return count
