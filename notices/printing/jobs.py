"""Renders one document of notices by its id. Runs in a worker; the only module of notices that loads WeasyPrint there."""

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.paper.bench import carry_out

from . import actions, document

TOO_SLOW = "生成超时，请减少网点数量后分批生成。"


@shared_task(name="notices.printing.jobs.render")
def render(job_id: int) -> bool:
    """Render a queued document and keep its bytes; False if there was nothing to do or it did not work.

    Called any number of times for a job, by any number of workers, it renders once.
    """
    lease = actions.claim(job_id, now=clock.now())
    if lease is None:
        return False
    return carry_out(
        lease.held,
        lambda: document.render(lease.facts, lease.form),
        too_slow=TOO_SLOW,
        more=lambda printed: {"starts": dict(printed.starts)},
    )
