"""Incidents of a period, and what their clocks add up to. Aggregated by the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Left, TruncWeek

from emergency_ops.lib.charts.period import Period
from emergency_ops.lib.charts.statistics import Percentile
from emergency_ops.lib.clock import SHANGHAI
from incidents.response.access import visible
from incidents.response.models import Incident, IncidentTerminal
from incidents.response.rules.clock import UNTIMED_STATUSES
from resources.network.models import Site

MET = Q(clock_stopped_at__lte=F("clock_due_at"))


def incidents_of(
    prefixes: Collection[str], period: Period, *, site: Site | None = None, method: str = "", drills: bool = False
) -> QuerySet[Incident]:
    """Opened in the period, in the regions with these prefixes. Without false alarms, and those merged into others."""
    rows = visible(Incident.objects.all(), prefixes).filter(opened_at__gte=period.start, opened_at__lt=period.end)
    rows = rows.exclude(status__in=UNTIMED_STATUSES)
    if not drills:
        rows = rows.filter(is_drill=False)
    if method:
        rows = rows.filter(payment_method=method)
    if site is not None:
        rows = rows.filter(Exists(IncidentTerminal.objects.filter(incident=OuterRef("pk"), site=site)))
    return rows


def late(now: datetime) -> Q:
    """A substitute served too late, or none although the time was up before the trouble was over."""
    none = Q(clock_stopped_at=None, clock_due_at__lt=Coalesce("restored_at", "closed_at", Value(now)))
    return Q(clock_stopped_at__gt=F("clock_due_at")) | none


@dataclass(frozen=True, slots=True)
class Kept:
    """met and missed in numbers of incidents; median and ninety (nine of ten) until a substitute served, None without any."""

    met: int
    missed: int
    median: timedelta | None
    ninety: timedelta | None

    @property
    def share(self) -> float | None:
        timed = self.met + self.missed
        return self.met / timed if timed else None


def kept_by_week(incidents: QuerySet[Incident], now: datetime) -> dict[date, Kept]:
    """By the Monday of the week in which they were opened. One query."""
    weeks = incidents.annotate(week=TruncWeek("opened_at", tzinfo=SHANGHAI, output_field=DateField()))
    return {row["week"]: _kept(row) for row in _counted(weeks, now, "week")}


def kept_by_region(incidents: QuerySet[Incident], digits: int, now: datetime) -> dict[str, Kept]:
    """By the first `digits` of the region's code; "" for those of no region. One query."""
    regions = incidents.annotate(area=Coalesce(Left("region_id", digits), Value(""), output_field=CharField()))
    return {row["area"]: _kept(row) for row in _counted(regions, now, "area")}


def _counted(incidents: QuerySet[Incident], now: datetime, by: str) -> Any:
    took = ExpressionWrapper(F("clock_stopped_at") - F("clock_started_at"), output_field=DurationField())
    return (
        incidents.order_by()
        .values(by)
        .annotate(
            met=Count("pk", filter=MET),
            missed=Count("pk", filter=late(now)),
            median=Percentile(took, at=0.5),
            ninety=Percentile(took, at=0.9),
        )
        .order_by(by)
    )


def _kept(row: dict[str, Any]) -> Kept:
    return Kept(row["met"], row["missed"], row["median"], row["ninety"])


def misses(incidents: QuerySet[Incident], now: datetime, most: int) -> Sequence[Incident]:
    """The newest that were late. One query."""
    return list(incidents.filter(late(now)).order_by("-opened_at", "-pk")[:most])
