"""What a window did without a connection goes into the queue of that day: see rules.merging for what may be said there."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.response.counters.access import may_call
from incidents.response.counters.choices import PriorityCategory, TicketSource, TicketState
from incidents.response.counters.models import Queue, Ticket, Window
from incidents.response.counters.models_offline import WindowRecord
from incidents.response.counters.models_opening import CounterStaff
from incidents.response.counters.queries import day_of
from incidents.response.counters.rules.merging import Verdict, paper_number, shown_number, verdict
from resources.staff.models import Person

from .issuing import TOKEN_BYTES
from .queues import lock_counter

#: fen: a hundred thousand yuan, which no window takes from one visitor
MOST_AMOUNT: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """number: as the clerk typed it. amount: takings in fen, None where none were put down. category: "" for no priority."""

    number: str
    is_served: bool
    started_at: datetime
    ended_at: datetime
    amount: int | None = None
    category: str = ""

    @classmethod
    def read(cls, body: Mapping[str, Any], ended_at: datetime) -> "Record":
        """From what a phone sends; seconds: how long it took. Raises Invalid."""
        typed = parse_datetime(str(body.get("started_at") or ""))
        claimed = parse_datetime(str(body.get("ended_at") or ""))
        started = ended_at
        if typed and claimed and typed.tzinfo and claimed.tzinfo and typed < claimed:
            started = ended_at - (claimed - typed)
        return cls(
            number=str(body.get("number") or "").strip().upper()[:12],
            is_served=body.get("outcome") == "served",
            started_at=started,
            ended_at=ended_at,
            amount=_amount(body.get("amount")),
            category=str(body.get("category") or ""),
        )


def merge(window: Window, record: Record, *, actor: Person, now: datetime) -> Ticket:
    """Put it down, with its number in the queue of the day on which it was. Also where the counter is withdrawn since.

    Raises Forbidden for who did not serve here then; Invalid; Refused where another window has or had the number.
    """
    _require_there(window, actor, record.ended_at)
    with transaction.atomic():
        queue = _locked_queue_of(window, record.ended_at)
        paper = paper_number(record.number, window.number)
        ticket = _on_paper(queue, window, record, paper) if paper else _shown(queue, window, record)
        WindowRecord.objects.create(
            window=window,
            ticket=ticket,
            is_served=record.is_served,
            started_at=record.started_at,
            ended_at=record.ended_at,
            amount=record.amount,
            clerk=actor,
            received_at=now,
        )
    return ticket


def _amount(value: object) -> int | None:
    """Fen. Raises Invalid."""
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_AMOUNT:
        raise Invalid("amount", _("收款金额应在 0 到 100000 元之间。"))
    return value


def _require_there(window: Window, actor: Person, at: datetime) -> None:
    """Whoever served at the counter then, also if they have left it since, and those who may call now."""
    served = CounterStaff.objects.filter(counter=window.counter, person=actor, since__lte=at).exclude(left_at__lt=at)
    if not served.exists() and not may_call(actor, window.counter):
        raise Forbidden("not_at_counter", _("您当时没有在这个窗口值守，不能登记。"))


def _locked_queue_of(window: Window, at: datetime) -> Queue:
    """The queue of that day, whatever has become of the counter since: what happened has happened."""
    day = day_of(at)
    lock_counter(window.counter_id)
    Queue.objects.get_or_create(counter_id=window.counter_id, day=day)
    return Queue.objects.select_for_update().get(counter_id=window.counter_id, day=day)


def _on_paper(queue: Queue, window: Window, record: Record, paper: str) -> Ticket:
    """A number of its own behind the last one, so that the day's numbers have no gap; it never waited in line."""
    if queue.tickets.filter(paper=paper).exists():
        raise Refused("paper_twice", _("纸质号 %(paper)s 已登记过，请核对号码。"), paper=paper)
    if record.category and record.category not in PriorityCategory.values:
        raise Invalid("category", _("没有这个优先类别。"))
    last = "last_priority" if record.category else "last_ordinary"
    setattr(queue, last, getattr(queue, last) + 1)
    queue.save(update_fields=[last])
    return Ticket.objects.create(
        queue=queue,
        number=getattr(queue, last),
        is_priority=bool(record.category),
        category=record.category,
        source=TicketSource.PAPER,
        paper=paper,
        state=TicketState.SERVED if record.is_served else TicketState.LEFT,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        issued_at=record.started_at,
        queued_at=record.started_at,
        called_at=record.started_at,
        ended_at=record.ended_at,
        window=window,
    )


def _shown(queue: Queue, window: Window, record: Record) -> Ticket:
    """A number of the queue: the one that the window held, or one that a visitor showed."""
    wanted = shown_number(record.number)
    if wanted is None:
        raise Invalid(
            "number",
            _("“%(number)s”不是排队号（如 A012、P003），也不是本窗口的纸质号（如 W%(window)s-01）。"),
            number=record.number,
            window=window.number,
        )
    row = queue.tickets.select_for_update().filter(is_priority=wanted[0], number=wanted[1]).first()
    if row is None:
        raise Refused("no_such_ticket", _("当天没有 %(number)s 号，请核对号码。"), number=record.number)
    found = verdict(row.state, is_served=record.is_served, is_here=row.window_id == window.pk)
    if found == Verdict.ELSEWHERE:
        at = row.window.number if row.window else "?"
        sentence = _("%(number)s 由%(window)s号窗口叫过（%(state)s），请与该窗口核对。")
        raise Refused("elsewhere", sentence, number=row.code, window=at, state=row.get_state_display())
    if found == Verdict.NEVER_CALLED:
        raise Refused("never_called", _("%(number)s 没有在本窗口叫过，不能登记为没来。"), number=row.code)
    if found == Verdict.TAKE:
        _end(row, window, record)
    return row


def _end(row: Ticket, window: Window, record: Record) -> None:
    row.state = TicketState.SERVED if record.is_served else TicketState.MISSED
    row.called_first_at = row.called_first_at or record.started_at
    row.called_at = row.called_at or record.started_at
    row.window, row.for_window, row.ended_at = window, None, record.ended_at
    row.save(update_fields=["state", "called_first_at", "called_at", "window", "for_window", "ended_at"])
