"""In which condition terminals were from when until when, by what was written when it changed. Two queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from resources.network.models import Terminal

from .choices import Condition
from .models import TerminalEvent

#: changes that are read at most
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Histories:
    """changes: by terminal (primary key) from when on which Condition holds, in order. Nothing is known after `until`."""

    changes: Mapping[int, Sequence[tuple[datetime, str]]]
    until: datetime


def histories(terminals: Collection[int], start: datetime, end: datetime) -> Histories:
    """The conditions between start and end. What nobody has ever told of begins as unknown."""
    rows = TerminalEvent.objects.filter(terminal__in=terminals, at__gt=start, at__lte=end).order_by("at", "pk")
    events = list(rows.values_list("terminal_id", "at", "condition_from", "condition_to")[:MOST])
    first = {terminal: before for terminal, _at, before, _to in reversed(events)}
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for terminal, known in _before(terminals, start, end):
        found[terminal].append((start, known or first.get(terminal, Condition.UNKNOWN)))
    for terminal, at, _from, to in events:
        found[terminal].append((at, to))
    return Histories(found, events[-1][1] if len(events) == MOST else end)


def _before(terminals: Collection[int], start: datetime, end: datetime) -> list[tuple[int, str | None]]:
    """What the last change before `start` had led to; a state that is older than all changes counts from its own beginning."""
    told = TerminalEvent.objects.filter(terminal=OuterRef("pk"), at__lte=start).order_by("-at", "-pk")
    stood = Terminal.objects.filter(pk=OuterRef("pk"), state__condition_since__lte=start)
    known = Coalesce(Subquery(told.values("condition_to")[:1]), Subquery(stood.values("state__condition")[:1]))
    return list(Terminal.objects.filter(pk__in=terminals).annotate(known=known).values_list("pk", "known"))
