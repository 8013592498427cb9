"""Reads of counters and queues: who waits, who is being served, how long it takes. A fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum, Value

from emergency_ops.lib.clock import SHANGHAI
from incidents.response.models import Incident
from resources.staff.models import Person

from .choices import TicketState
from .models import Counter, Queue, Ticket, Window
from .models_offline import WindowRecord
from .rules import order

#: calls that a screen shows besides those being served
CALLS_SHOWN = 6


class Median(Aggregate):
    """The middle one of the values; None without any."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Figures:
    """One group on a day. now: how long half of those who wait have waited; day: how long half of those called had to."""

    waiting: int = 0
    served: int = 0
    missed: int = 0
    left: int = 0
    now: timedelta | None = None
    day: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Both:
    priority: Figures = field(default_factory=Figures)
    ordinary: Figures = field(default_factory=Figures)

    @property
    def waiting(self) -> int:
        return self.priority.waiting + self.ordinary.waiting


def day_of(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def figures_of(counters: Collection[int], now: datetime) -> Mapping[int, Both]:
    """By counter, for the day of `now`. One query."""
    rows = _figures(Ticket.objects.filter(queue__counter__in=counters, queue__day=day_of(now)), now, "queue__counter")
    found = {(row["queue__counter"], row["is_priority"]): _of(row) for row in rows}
    return {pk: Both(found.get((pk, True), Figures()), found.get((pk, False), Figures())) for pk in counters}


def figures_of_incident(incident: Incident, now: datetime) -> Both:
    """Over all of its counters, for the day of `now`. One query."""
    tickets = Ticket.objects.filter(queue__counter__substitute__incident=incident, queue__day=day_of(now))
    found = {row["is_priority"]: _of(row) for row in _figures(tickets, now)}
    return Both(found.get(True, Figures()), found.get(False, Figures()))


def _figures(tickets: QuerySet[Ticket], now: datetime, *by: str) -> Any:
    waits = Q(state=TicketState.WAITING, called_first_at=None)
    so_far = ExpressionWrapper(Value(now) - F("issued_at"), output_field=DurationField())
    waited = ExpressionWrapper(F("called_first_at") - F("issued_at"), output_field=DurationField())
    return (
        tickets.order_by()
        .values(*by, "is_priority")
        .annotate(
            waiting=Count("pk", filter=Q(state=TicketState.WAITING)),
            served=Count("pk", filter=Q(state=TicketState.SERVED)),
            missed=Count("pk", filter=Q(state=TicketState.MISSED)),
            left=Count("pk", filter=Q(state=TicketState.LEFT)),
            median_now=Median(so_far, filter=waits),
            median_day=Median(waited, filter=Q(called_first_at__isnull=False)),
        )
    )


def _of(row: Mapping[str, Any]) -> Figures:
    return Figures(
        row["waiting"], row["served"], row["missed"], row["left"], now=row["median_now"], day=row["median_day"]
    )


@dataclass(frozen=True, slots=True)
class AtWindow:
    """A window and whom it serves."""

    window: Window
    ticket: Ticket | None


def at_windows(counter: Counter) -> list[AtWindow]:
    """Every window, with the ticket that it called. Two queries."""
    called = {one.window_id: one for one in _called(counter).filter(state=TicketState.CALLED)}
    return [AtWindow(window, called.get(window.pk)) for window in counter.windows.all()]


def last_calls(counter: Counter, now: datetime) -> Sequence[Ticket]:
    """Who was called before, the newest first; those being served are not among them."""
    rows = _called(counter).filter(queue__day=day_of(now)).exclude(state__in=(TicketState.CALLED, TicketState.WAITING))
    return list(rows.order_by("-called_at")[:CALLS_SHOWN])


def missed(counter: Counter, now: datetime) -> list[Ticket]:
    """Today's numbers that were passed over and may be put back."""
    rows = Ticket.objects.filter(queue__counter=counter, queue__day=day_of(now), state=TicketState.MISSED)
    return list(rows.order_by("-ended_at")[:CALLS_SHOWN])


def _called(counter: Counter) -> QuerySet[Ticket]:
    return Ticket.objects.filter(queue__counter=counter, called_at__isnull=False).select_related("window", "queue")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket is in line: how many go before, and about how many minutes that takes (None: nobody knows)."""

    ahead: int
    minutes: int | None


def place_of(ticket: Ticket, counter: Counter) -> Place | None:
    """None for a ticket that does not wait (any more). Three queries."""
    queue: Queue = Queue.objects.get(pk=ticket.queue_id)
    line = Ticket.objects.filter(queue=queue, state=TicketState.WAITING).order_by("queued_at", "pk")
    waiting = list(line.values_list("pk", "is_priority"))
    if ticket.pk not in {pk for pk, _priority in waiting}:
        return None
    calls = order_of(counter)
    ahead = order.ahead(
        calls,
        ticket.pk,
        priority=[pk for pk, is_priority in waiting if is_priority],
        ordinary=[pk for pk, is_priority in waiting if not is_priority],
        run=queue.run,
    )
    windows = order.windows_for(calls, is_priority=ticket.is_priority)
    return Place(ahead, order.minutes_to_wait(ahead, windows=windows, rate=counter.rate))


def order_of(counter: Counter) -> order.Order:
    """How the counter calls, with the windows that are open now. One query."""
    windows = list(counter.windows.filter(closed_at=None).values_list("is_priority", flat=True))
    return order.Order(counter.priority_mode, counter.ratio, counter.idle_takes_others, windows)


def tickets_of(counter: Counter) -> QuerySet[Ticket]:
    """All of its tickets, for the list and its downloads."""
    return Ticket.objects.filter(queue__counter=counter).select_related("queue", "window")


def first_served(counter: Counter) -> Ticket | None:
    """The first visitor who was served: what shows that the counter serves."""
    rows = Ticket.objects.filter(queue__counter=counter, state=TicketState.SERVED)
    return rows.select_related("window").order_by("ended_at", "pk").first()


def clerks_window(counter: Counter, person: Person) -> Window | None:
    """The window at which somebody serves, where they were given one."""
    row = counter.staff.filter(person=person, left_at=None, window__isnull=False).select_related("window").first()
    return row.window if row else None


def last_paper(window: Window, now: datetime) -> int:
    """The highest paper number that this window has told of today; 0 without any."""
    rows = Ticket.objects.filter(queue__counter=window.counter_id, queue__day=day_of(now), window=window)
    papers = rows.exclude(paper="").values_list("paper", flat=True)
    return max((int(paper.rpartition("-")[2]) for paper in papers), default=0)


def takings_away(counter: Counter, window: Window | None = None) -> tuple[int, int]:
    """How many visitors its windows (or this one) served without a connection, and what they took (fen)."""
    rows = WindowRecord.objects.filter(window__counter=counter, is_served=True)
    if window is not None:
        rows = rows.filter(window=window)
    found = rows.aggregate(number=Count("pk"), amount=Sum("amount"))
    return found["number"], found["amount"] or 0
