"""Reads of depots, parts, stock and the ledger, within what a person sees."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from .access import depots_for, of_depots
from .attaching import attaching
from .choices import DeliveryState, ReservationState
from .models import Depot, ExpectedDelivery, InventoryEvent, PartType, Reservation, StockLevel, StockMovement

#: free pieces, as an expression over a level
FREE = F("on_hand") - F("reserved")
#: a level whose free pieces are below its minimum
LOW = Q(minimum__gt=FREE)


def listed_levels(person: Any) -> QuerySet[StockLevel]:
    """Levels with depot, part and limits, and `free` pieces. One query."""
    levels = of_depots(StockLevel.objects.all(), person)
    return levels.select_related("depot__region", "part", "limits").annotate(free=FREE)


def listed_depots(person: Any) -> QuerySet[Depot]:
    """Depots with `kinds` (part types in stock), `low` (below their minimum) and `promised` (open reservations)."""
    return attaching(depots_for(person).select_related("region", "keeper", "deputy"), _count_depots)


def _count_depots(depots: Sequence[Any]) -> None:
    ids = [depot.pk for depot in depots]
    counts = {"kinds": Count("pk", filter=Q(on_hand__gt=0)), "low": Count("pk", filter=LOW)}
    levels = _grouped(StockLevel.objects.filter(depot__in=ids), "depot", **counts)
    promised = _grouped(open_reservations(depot__in=ids), "depot", promised=Count("pk"))
    for depot in depots:
        depot.kinds, depot.low = levels.get(depot.pk, (0, 0))
        (depot.promised,) = promised.get(depot.pk, (0,))


def listed_parts(person: Any) -> QuerySet[PartType]:
    """Part types with the sums of what the person's depots have: `on_hand`, `free`, `reserved`, `in_transit`.

    `low` is the number of depots that are short of it.
    """

    def add_up(parts: Sequence[Any]) -> None:
        levels = of_depots(StockLevel.objects.filter(part__in=[part.pk for part in parts]), person)
        sums = {name: Sum(name) for name in ("on_hand", "reserved", "in_transit")}
        found = _grouped(levels, "part", **sums, low=Count("pk", filter=LOW))
        for part in parts:
            part.on_hand, part.reserved, part.in_transit, part.low = found.get(part.pk, (0, 0, 0, 0))
            part.free = part.on_hand - part.reserved

    return attaching(PartType.objects.all(), add_up)


def _grouped(rows: QuerySet[Any], by: str, **figures: Any) -> dict[int, tuple[int, ...]]:
    """The figures by the id of a related row, in their order. One query."""
    counted = rows.order_by().values(by).annotate(**{f"n_{name}": figure for name, figure in figures.items()})
    return {pk: tuple(values) for pk, *values in counted.values_list(by, *(f"n_{name}" for name in figures))}


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
