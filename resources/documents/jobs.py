"""Renders one paper by its id. Runs in a worker; the only module of papers that loads WeasyPrint there."""

from celery import shared_task

from emergency_ops.lib import clock
from emergency_ops.lib.paper.bench import carry_out

from . import actions, setting

TOO_SLOW = "生成超时，请缩小范围后分几份打印。"


@shared_task(name="resources.documents.jobs.render")
def render(paper_id: int) -> bool:
    """Render a queued paper and keep its bytes; False if there was nothing to do or it did not work.

    Called any number of times for a paper, by any number of workers, it renders once.
    """
    lease = actions.claim(paper_id, now=clock.now())
    if lease is None:
        return False
    return carry_out(lease.held, lambda: setting.render(lease.sheet), too_slow=TOO_SLOW)
