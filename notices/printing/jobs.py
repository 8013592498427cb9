"""The typesetter's bench: renders one document by its id. Runs in a worker; the only module that loads WeasyPrint there."""

import structlog
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from emergency_ops.lib import clock

from . import actions, document, fonts

log = structlog.get_logger(__name__)
TOO_SLOW = "生成超时，请减少网点数量后分批生成。"


@shared_task(name="notices.printing.jobs.render")
def render(job_id: int) -> bool:
    """Render a queued document and keep its bytes; False if there was nothing to do or it did not work.

    Called any number of times for a job, by any number of workers, it renders once.
    """
    lease = actions.claim(job_id, now=clock.now())
    if lease is None:
        return False
    try:
        printed = document.render(lease.facts)
    except fonts.FontMissing as error:
        return _failed(lease, str(error), final=True)
    except SoftTimeLimitExceeded:
        return _failed(lease, TOO_SLOW, final=True)
    except Exception as error:
        log.exception("notice_render_failed", job_id=job_id, attempt=lease.attempt)
        return _failed(lease, f"{type(error).__name__}: {error}", final=False)
    return actions.finish(
        lease,
        pdf=printed.pdf,
        sha256=printed.sha256,
        pages=printed.pages,
        starts=dict(printed.starts),
        now=clock.now(),
    )


def _failed(lease: actions.Lease, reason: str, *, final: bool) -> bool:
    actions.fail(lease, reason, now=clock.now(), final=final)
    return False
