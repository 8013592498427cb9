"""What serves in place of the terminals: staffed counters with their queues, online channels, hotlines. Without drills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from emergency_ops.wall.scope import Prefixes
from incidents.response.access import visible
from incidents.response.choices import RUNNING_STATUSES, SubstituteKind, SubstituteStatus
from incidents.response.counters.choices import TicketState
from incidents.response.counters.models import Ticket, Window
from incidents.response.counters.queries import day_of
from incidents.response.models import Incident, Substitute

from .network import within

SHOWN = 2


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A staffed counter that serves: where, its open windows, and how many wait."""

    place: str
    windows: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Serving:
    """serving: by kind; coming: asked for or ready; the fullest counters by name."""

    serving: Mapping[str, int]
    coming: int
    windows: int
    waiting: int
    counters: tuple[CounterNow, ...]

    @property
    def more(self) -> int:
        return self.serving.get(SubstituteKind.COUNTER, 0) - len(self.counters)


def serving(prefixes: Prefixes, now: datetime) -> Serving:
    """Four queries."""
    incidents = visible(Incident.objects.filter(status__in=RUNNING_STATUSES, is_drill=False), prefixes)
    rows = Substitute.objects.filter(
        Q(site=None) | within(prefixes, "site__region__code"), incident__in=incidents.order_by().values("pk")
    )
    counted = _counted(rows)
    counters = rows.filter(kind=SubstituteKind.COUNTER, status=SubstituteStatus.SERVING)
    windows, tickets = _windows(), _tickets(now)
    return Serving(
        {kind: count for (kind, status), count in counted.items() if status == SubstituteStatus.SERVING},
        sum(count for (_kind, status), count in counted.items() if status != SubstituteStatus.SERVING),
        windows.filter(counter__in=counters.values("pk")).count(),
        tickets.filter(queue__counter__in=counters.values("pk")).count(),
        tuple(_fullest(counters, windows, tickets)),
    )


def _counted(rows: QuerySet[Substitute]) -> dict[tuple[str, str], int]:
    found = rows.exclude(status=SubstituteStatus.WITHDRAWN).order_by().values_list("kind", "status")
    return {(kind, status): count for kind, status, count in found.annotate(count=Count("pk"))}


def _windows() -> QuerySet[Window]:
    return Window.objects.filter(closed_at=None).order_by()


def _tickets(now: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(state=TicketState.WAITING, queue__day=day_of(now)).order_by()


def _fullest(counters: QuerySet[Substitute], windows: QuerySet[Window], tickets: QuerySet[Ticket]) -> list[CounterNow]:
    opened = windows.filter(counter=OuterRef("pk")).values("counter").annotate(n=Count("pk")).values("n")
    queued = tickets.filter(queue__counter=OuterRef("pk")).values("queue__counter").annotate(n=Count("pk")).values("n")
    rows = counters.annotate(windows=Coalesce(Subquery(opened), 0), waiting=Coalesce(Subquery(queued), 0))
    found = rows.order_by("-waiting", "serving_since", "pk").annotate(at=F("site__name"))[:SHOWN]
    return [CounterNow(row.at or row.place, row.windows, row.waiting) for row in found]
