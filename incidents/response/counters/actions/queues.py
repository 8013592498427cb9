"""The lock that every number and every call goes through."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.errors import Refused
from incidents.response.choices import SubstituteStatus
from incidents.response.counters.models import Counter, Queue
from incidents.response.models import Substitute

#: numbers are given and called while a counter is about to serve and while it does
RUNNING = (SubstituteStatus.READY, SubstituteStatus.SERVING)


def locked_queue(counter_id: int, now: datetime) -> Queue:
    """The day's queue, locked until the end of the transaction, of a counter that runs. Raises Refused for one that does not."""
    day = now.astimezone(SHANGHAI).date()
    rows = Queue.objects.select_for_update()
    queue = rows.filter(counter=counter_id, day=day).first()
    if queue is None:
        lock_counter(counter_id)
        Queue.objects.get_or_create(counter_id=counter_id, day=day)
        queue = rows.get(counter=counter_id, day=day)
    status = Substitute.objects.filter(pk=counter_id).values_list("status", flat=True).get()
    if status not in RUNNING:
        raise Refused(
            "counter_not_running",
            _("窗口处于“%(status)s”状态，不能取号或叫号：请先办理就绪。"),
            status=SubstituteStatus(status).label,
        )
    return queue


def lock_counter(counter_id: int) -> None:
    """Until the end of the transaction no queue of the counter begins. Rows that point to it may still be written."""
    Counter.objects.select_for_update(no_key=True).only("pk").get(pk=counter_id)
