"""Reads that span models: warnings with what their pages show, the fleet's conditions, payments by method."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from resources.network.access import terminals_for, visible_regions, within
from resources.network.census import census
from resources.network.choices import TerminalStatus
from resources.network.conditions import condition_at
from resources.network.models import Terminal
from resources.network.regions import prefix_of

from .access import warnings_for
from .choices import Condition
from .models import MinuteWindow, Warning, WarningTerminal

#: the worse, the further up on the page
RANKS = (
    Condition.IN_SERVICE,
    Condition.MAINTENANCE,
    Condition.UNKNOWN,
    Condition.DEGRADED,
    Condition.OFFLINE,
    Condition.OUT_OF_SERVICE,
)
#: what terminals say or detection finds, as against what time or people do
BAD = (Condition.DEGRADED, Condition.OFFLINE, Condition.OUT_OF_SERVICE)
WATCHED = (TerminalStatus.IN_SERVICE, TerminalStatus.MAINTENANCE)
PAYMENT_WINDOW = timedelta(minutes=60)
BUCKET = timedelta(minutes=5)


def listed_warnings(person: Any) -> QuerySet[Warning]:
    """Warnings with place and how many terminals they cover (`size`)."""
    members = WarningTerminal.objects.filter(warning=OuterRef("pk")).order_by().values("warning")
    size = Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0)
    return warnings_for(person).select_related("site", "region").annotate(size=size)


def seen_members(warning: Warning, person: Any) -> QuerySet[WarningTerminal]:
    """The terminals of a warning that the person sees, those that still show it first."""
    rows = within(WarningTerminal.objects.filter(warning=warning), person, "terminal__site__region__code")
    return rows.select_related("terminal__site").order_by(F("until").desc(nulls_first=True), "terminal__code")


def watched_terminals(person: Any, now: datetime, region: str = "") -> QuerySet[Any]:
    """Terminals that ought to work, with what is known of them now: `shown` (a Condition) and `rank` (the worse, the higher)."""
    rows = terminals_for(person).filter(status__in=WATCHED)
    if region:
        rows = rows.filter(site__region__code__startswith=prefix_of(region))
    rows = rows.annotate(shown=condition_at(now))
    ranks = Value(list(RANKS), ArrayField(CharField()))
    return rows.annotate(rank=Func(ranks, F("shown"), function="array_position", output_field=IntegerField()))


def the_worst(terminals: QuerySet[Any]) -> QuerySet[Any]:
    """Those of watched terminals that the highest ranks have, found by an index: no other comes before them by rank."""
    return terminals.filter(state__condition__in=BAD, shown__in=BAD)


@dataclass(frozen=True)
class Conditions:
    """Terminals by condition. Of the unknown, `closed` stand at sites that are closed now: nothing is expected of them, and
    they are told apart as the wall does.
    """

    counts: dict[str, int]
    closed: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, condition: str) -> int:
        """How many are in the condition and are expected to be in another one."""
        return self.counts.get(condition, 0) - (self.closed if condition == Condition.UNKNOWN else 0)


def conditions(person: Any, now: datetime, region: str = "") -> Conditions:
    """Of what the person sees, in a region if one is named. The census' queries."""
    counts: Counter[str] = Counter()
    closed = 0
    for line in census(now).within(visible_regions(person)):
        if line.status in WATCHED and line.region.startswith(prefix_of(region) if region else ""):
            counts[line.condition] += line.number
            closed += line.closed if line.condition == Condition.UNKNOWN else 0
    return Conditions(counts, closed)


@dataclass(frozen=True)
class MethodRow:
    """Payments by one method in the last hour; `rates` is the share that failed, by five minutes (None: no payments)."""

    method: str
    ok: int
    failed: int
    rates: Sequence[float | None]

    @property
    def tried(self) -> int:
        return self.ok + self.failed

    @property
    def success(self) -> float | None:
        return self.ok / self.tried if self.tried else None


def payments_by_method(person: Any, now: datetime, region: str = "") -> list[MethodRow]:
    """The last hour's payments of the regions that a person sees, the busiest method first. One query."""
    windows = MinuteWindow.objects.filter(minute__gte=now - PAYMENT_WINDOW, minute__lte=now)
    if region or "" not in visible_regions(person):
        seen = terminals_for(person).filter(site__region__code__startswith=prefix_of(region) if region else "")
        windows = windows.filter(terminal_id__in=seen.order_by().values("pk"))
    return sorted(_by_method(windows, now), key=lambda row: -row.tried)


def payments_of(terminal: Terminal, now: datetime) -> list[MethodRow]:
    """The last hour's payments of one terminal."""
    windows = MinuteWindow.objects.filter(terminal=terminal, minute__gte=now - PAYMENT_WINDOW, minute__lte=now)
    return sorted(_by_method(windows, now), key=lambda row: -row.tried)


def _by_method(windows: QuerySet[MinuteWindow], now: datetime) -> Iterable[MethodRow]:
    start = now - PAYMENT_WINDOW
    bucket = Func(Value(BUCKET), F("minute"), Value(start), function="date_bin", output_field=DateTimeField())
    rows = windows.values("method", bucket=bucket).annotate(paid=Sum("ok"), lost=Sum("failed")).order_by()
    by_method: dict[str, dict[int, tuple[int, int]]] = {}
    for row in rows:
        step = int((row["bucket"] - start) / BUCKET)
        by_method.setdefault(row["method"], {})[step] = row["paid"], row["lost"]
    return [_method_row(method, steps) for method, steps in by_method.items()]


def _method_row(method: str, steps: dict[int, tuple[int, int]]) -> MethodRow:
    count = int(PAYMENT_WINDOW / BUCKET)
    known = {step: lost / (paid + lost) for step, (paid, lost) in steps.items() if paid + lost}
    ok, failed = (sum(pair[side] for pair in steps.values()) for side in (0, 1))
    return MethodRow(method, ok, failed, [known.get(step) for step in range(count)])
