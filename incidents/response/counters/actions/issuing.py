"""取号: numbers without gaps, by counter and day."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from incidents.response.counters.access import require_arranger
from incidents.response.counters.choices import Need, PriorityCategory, TicketSource, TicketState
from incidents.response.counters.models import Counter, Queue, Ticket
from resources.staff.models import Person

from .queues import locked_queue

TOKEN_BYTES = 16
KEY_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says of themselves: category "" for nobody's priority; `key` names the request."""

    category: str = ""
    needs: Sequence[str] = ()
    key: str = ""


def issue(counter: Counter, wish: Wish, *, source: TicketSource, actor: Person | None, now: datetime) -> Ticket:
    """The next number of its group. A request that comes again with its key gets the same ticket.

    actor None: the visitor, by the public page. Raises Forbidden, Invalid or Refused.
    """
    if actor is not None:
        require_arranger(actor, counter.substitute)
    _check(wish)
    with transaction.atomic():
        queue = locked_queue(counter.pk, now)
        known = queue.tickets.filter(key=wish.key).first() if wish.key else None
        return known or _issued(queue, wish, source, now)


def leave(ticket: Ticket, *, now: datetime) -> Ticket:
    """The visitor does not want to wait any more. Holds the ticket alone, so that no call waits for it."""
    with transaction.atomic():
        row = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if row.state in (TicketState.WAITING, TicketState.MISSED):
            row.state, row.ended_at = TicketState.LEFT, now
            row.save(update_fields=["state", "ended_at"])
    return row


def _issued(queue: Queue, wish: Wish, source: TicketSource, now: datetime) -> Ticket:
    last = "last_priority" if wish.category else "last_ordinary"
    number = getattr(queue, last) + 1
    setattr(queue, last, number)
    queue.save(update_fields=[last])
    return Ticket.objects.create(
        queue=queue,
        number=number,
        is_priority=bool(wish.category),
        category=wish.category,
        needs=list(wish.needs),
        source=source,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        key=wish.key,
        issued_at=now,
        queued_at=now,
    )


def _check(wish: Wish) -> None:
    if wish.category and wish.category not in PriorityCategory.values:
        raise Invalid("category", _("没有这个优先类别。"))
    if not set(wish.needs) <= set(Need.values):
        raise Invalid("needs", _("没有这个服务需求。"))
    if len(wish.key) > KEY_LENGTH:
        raise Invalid("key", _("请求编号太长。"))
