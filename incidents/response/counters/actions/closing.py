"""What follows when a counter is withdrawn: nobody waits in vain, and nobody is at a counter that is no more."""

from datetime import datetime

from incidents.escalation import actions as escalation
from incidents.response.choices import SubstituteStatus
from incidents.response.counters.choices import TicketState
from incidents.response.counters.models import Counter, Queue, Ticket
from incidents.response.counters.models_opening import CounterStaff
from incidents.response.models import Substitute
from resources.staff.models import Person

from .queues import lock_counter
from .staffing import STAFF

OPEN = (TicketState.WAITING, TicketState.CALLED, TicketState.MISSED)


def follow(substitute: Substitute, *, actor: Person, now: datetime) -> None:
    """In the transaction of the withdrawal. Phones and the screen tell those who wait where to go instead."""
    if substitute.status != SubstituteStatus.WITHDRAWN or not Counter.objects.filter(pk=substitute.pk).exists():
        return
    lock_counter(substitute.pk)
    queues = list(Queue.objects.select_for_update().filter(counter=substitute.pk).values_list("pk", flat=True))
    open_tickets = Ticket.objects.filter(queue__in=queues, state__in=OPEN)
    open_tickets.update(state=TicketState.CLOSED, ended_at=now, for_window=None)
    staff = CounterStaff.objects.filter(counter=substitute.pk, left_at=None)
    for pk in staff.values_list("pk", flat=True):
        escalation.cancel(STAFF, pk, now=now)
    staff.update(left_at=now)
