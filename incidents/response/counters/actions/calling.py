"""叫号: one short transaction a press. Two windows never get the same ticket, and the same press twice gets it once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.counters.access import require_caller
from incidents.response.counters.choices import TicketState
from incidents.response.counters.models import Queue, Ticket, TicketCall, Window
from incidents.response.counters.queries import order_of
from incidents.response.counters.rules import order, tickets
from incidents.response.counters.rules.order import Group
from resources.staff.models import Person

from .issuing import KEY_LENGTH
from .queues import locked_queue


def call_next(window: Window, key: str, *, actor: Person, now: datetime) -> Ticket | None:
    """Whoever the window had is done; the next in turn is called. None when nobody waits that it may take.

    A press that comes again with its key is answered with the same ticket. Raises Forbidden, Invalid or Refused.
    """
    if not key or len(key) > KEY_LENGTH:
        raise Invalid("key", _("请求缺少编号，请刷新页面再试。"))
    require_caller(actor, window.counter)
    with transaction.atomic():
        queue = locked_queue(window.counter_id, now)
        known = TicketCall.objects.select_related("ticket").filter(window=window, key=key).first()
        if known is not None:
            return known.ticket
        _require_open(window)
        Ticket.objects.filter(window=window, state=TicketState.CALLED).update(state=TicketState.SERVED, ended_at=now)
        ticket = _next(queue, window)
        if ticket is not None:
            ticket.queue = queue
            _call(ticket, window, now)
            TicketCall.objects.create(window=window, key=key, ticket=ticket, at=now, clerk=actor)
    return ticket


def recall(ticket: Ticket, *, actor: Person, now: datetime) -> Ticket:
    """Called again at the same window. Raises Forbidden or Refused."""
    with _working(ticket, actor, now) as row:
        _require(row, TicketState.MISSED)
        row.recalls, row.called_at = row.recalls + 1, now
        row.save(update_fields=["recalls", "called_at"])
    return row


def serve(ticket: Ticket, *, actor: Person, now: datetime) -> Ticket:
    """Done. Raises Forbidden or Refused."""
    return _end(ticket, TicketState.SERVED, actor, now)


def miss(ticket: Ticket, *, actor: Person, now: datetime) -> Ticket:
    """过号: nobody came, although they were called again twice. Raises Forbidden or Refused."""
    with _working(ticket, actor, now) as row:
        _require(row, TicketState.MISSED)
        if not tickets.may_miss(row.recalls):
            raise Refused("recall_first", _("请先重呼%(times)s次，再标记过号。"), times=tickets.RECALLS)
        _save_end(row, TicketState.MISSED, now)
    return row


def put_back(ticket: Ticket, *, actor: Person, now: datetime) -> Ticket:
    """Somebody who was missed is there after all: behind the next three of their group. Raises Forbidden or Refused."""
    with _working(ticket, actor, now) as row:
        if row.state != TicketState.MISSED:
            raise Refused("not_missed", _("只有过号的号码可以重新排队。"))
        line = Ticket.objects.filter(queue=row.queue, is_priority=row.is_priority, state=TicketState.WAITING)
        ahead = list(line.order_by("queued_at", "pk").values_list("queued_at", flat=True)[: tickets.BEHIND])
        _back_to_waiting(row, queued_at=tickets.back_in_line(ahead, now), for_window=None)
    return row


def transfer(ticket: Ticket, to: Window, *, actor: Person, now: datetime) -> Ticket:
    """To another window of the counter, where it is called next. Raises Forbidden, Invalid or Refused."""
    with _working(ticket, actor, now) as row:
        _require(row, TicketState.SERVED)
        if to.counter_id != row.queue.counter_id or to.pk == row.window_id:
            raise Invalid("window", _("请选择同一服务点的另一个窗口。"))
        _require_open(to)
        _back_to_waiting(row, queued_at=row.queued_at, for_window=to)
    return row


def _end(ticket: Ticket, state: TicketState, actor: Person, now: datetime) -> Ticket:
    with _working(ticket, actor, now) as row:
        _require(row, state)
        _save_end(row, state, now)
    return row


def _save_end(row: Ticket, state: TicketState, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at"])


@contextmanager
def _working(ticket: Ticket, actor: Person, now: datetime) -> Iterator[Ticket]:
    """The ticket, locked after its queue. Raises Refused for one of another day."""
    require_caller(actor, ticket.queue.counter)
    with transaction.atomic():
        queue = locked_queue(ticket.queue.counter_id, now)
        row = Ticket.objects.select_for_update(of=("self",)).select_related("window").get(pk=ticket.pk)
        if row.queue_id != queue.pk:
            raise Refused("ticket_of_another_day", _("这是%(day)s的号码，已经失效。"), day=ticket.queue.day)
        row.queue = queue
        yield row


def _require(row: Ticket, state: TicketState) -> None:
    if not tickets.may_become(row.state, state):
        raise Refused(
            "ticket_state", _("号码%(ticket)s处于“%(state)s”状态。"), ticket=row.code, state=row.get_state_display()
        )


def _require_open(window: Window) -> None:
    if Window.objects.filter(pk=window.pk, closed_at=None).exists():
        return
    raise Refused("window_closed", _("%(number)s号窗口已暂停，请先开启。"), number=window.number)


def _next(queue: Queue, window: Window) -> Ticket | None:
    """The next one for the window, locked; the queue's run follows. Rows that somebody else holds are passed over.

    Whoever was sent to a window that closed at the same moment waits for any.
    """
    waiting = Ticket.objects.filter(queue=queue, state=TicketState.WAITING)
    elsewhere = Q(for_window__in=Window.objects.filter(counter=queue.counter_id, closed_at=None)) & ~Q(
        for_window=window
    )
    counts = waiting.exclude(elsewhere).aggregate(
        sent_here=Count("pk", filter=Q(for_window=window)),
        priority=Count("pk", filter=Q(is_priority=True)),
        ordinary=Count("pk", filter=Q(is_priority=False)),
    )
    if counts.pop("sent_here") and (ticket := _first(waiting.filter(for_window=window))):
        return ticket
    wanted = order.next_group(order_of(window.counter), at_priority_window=window.is_priority, run=queue.run, **counts)
    if wanted is None:
        return None
    ticket = _first(waiting.exclude(elsewhere).filter(is_priority=wanted == Group.PRIORITY))
    if ticket is not None:
        queue.run = order.run_after(wanted, ordinary=counts["ordinary"], run=queue.run)
        queue.save(update_fields=["run"])
    return ticket


def _first(line: QuerySet[Ticket]) -> Ticket | None:
    return line.order_by("queued_at", "pk").select_for_update(skip_locked=True).first()


def _call(ticket: Ticket, window: Window, now: datetime) -> None:
    ticket.state, ticket.window, ticket.for_window, ticket.called_at = TicketState.CALLED, window, None, now
    ticket.recalls, ticket.called_first_at = 0, ticket.called_first_at or now
    ticket.save(update_fields=["state", "window", "for_window", "called_at", "recalls", "called_first_at"])


def _back_to_waiting(row: Ticket, *, queued_at: datetime, for_window: Window | None) -> None:
    row.state, row.window, row.for_window, row.queued_at, row.ended_at = (
        TicketState.WAITING,
        None,
        for_window,
        queued_at,
        None,
    )
    row.save(update_fields=["state", "window", "for_window", "queued_at", "ended_at"])
