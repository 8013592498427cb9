"""Reads of depots, parts, stock and the ledger, within what a person sees."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from .access import depots_for, of_depots
from .choices import DeliveryState, ReservationState
from .models import Depot, ExpectedDelivery, InventoryEvent, PartType, Reservation, StockLevel, StockMovement

#: free pieces, as an expression over a level
FREE = F("on_hand") - F("reserved")
#: a level whose free pieces are below its minimum
LOW = Q(limits__minimum__gt=FREE)


def listed_levels(person: Any) -> QuerySet[StockLevel]:
    """Levels with depot, part and limits, and `free` pieces. One query."""
    levels = of_depots(StockLevel.objects.all(), person)
    return levels.select_related("depot__region", "part", "limits").annotate(free=FREE)


def listed_depots(person: Any) -> QuerySet[Depot]:
    """Depots with `kinds` (part types in stock), `low` (below their minimum) and `promised` (open reservations)."""
    levels = StockLevel.objects.filter(depot=OuterRef("pk")).order_by()
    promised = Reservation.objects.filter(depot=OuterRef("pk"), state=ReservationState.OPEN).order_by()
    return (
        depots_for(person)
        .select_related("region", "keeper", "deputy")
        .annotate(
            kinds=_number(levels.filter(on_hand__gt=0), "depot"),
            low=_number(levels.filter(LOW), "depot"),
            promised=_number(promised, "depot"),
        )
    )


def listed_parts(person: Any) -> QuerySet[PartType]:
    """Part types with `on_hand` and `free` pieces in the depots that the person sees, and `low`, the depots short of it."""
    levels = of_depots(StockLevel.objects.filter(part=OuterRef("pk")), person).order_by()
    return PartType.objects.annotate(
        on_hand=_total(levels, "part", F("on_hand")),
        free=_total(levels, "part", FREE),
        low=_number(levels.filter(LOW), "part"),
    )


def listed_movements(person: Any) -> QuerySet[StockMovement]:
    return of_depots(StockMovement.objects.all(), person).select_related("depot", "part", "actor")


def listed_reservations(person: Any) -> QuerySet[Reservation]:
    return of_depots(Reservation.objects.all(), person).select_related("depot", "part", "created_by")


def listed_deliveries(person: Any) -> QuerySet[ExpectedDelivery]:
    """Deliveries with depot and part; `outstanding` pieces are still to come."""
    rows = of_depots(ExpectedDelivery.objects.all(), person)
    return rows.select_related("depot", "part", "created_by").annotate(outstanding=F("quantity") - F("received"))


def open_reservations(**of: Any) -> QuerySet[Reservation]:
    rows = Reservation.objects.filter(state=ReservationState.OPEN, **of)
    return rows.select_related("depot", "part", "created_by").order_by("created_at")


def expected_deliveries(**of: Any) -> QuerySet[ExpectedDelivery]:
    rows = ExpectedDelivery.objects.filter(state=DeliveryState.EXPECTED, **of)
    return rows.select_related("depot", "part").annotate(outstanding=F("quantity") - F("received"))


def terminal_models() -> Sequence[str]:
    """Every terminal model that some part type names."""
    return sorted({model for models in PartType.objects.values_list("terminal_models", flat=True) for model in models})


def events_of(kind: str, pk: int) -> QuerySet[InventoryEvent]:
    """What happened to a subject of the inventory, the newest first."""
    return InventoryEvent.objects.filter(subject_kind=kind, subject_id=pk).select_related("actor")


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _total(rows: QuerySet[Any], by: str, pieces: Any) -> Coalesce:
    summed = rows.values(by).annotate(n=Sum(pieces)).values("n")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)
