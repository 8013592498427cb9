"""What runs short, and how it could be filled up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from .access import depots_for, of_depots
from .attaching import attaching
from .choices import DeliveryState, TransferState
from .models import Depot, ExpectedDelivery, StockLevel, TransferLine
from .queries_stock import FREE
from .rules.replenishment import Neighbours, Refill, Shelf, Spot, refills
from .rules.stock import Level, Limits

Pair = tuple[int, int]


@dataclass(frozen=True)
class Source:
    """A depot that can spare pieces."""

    depot: Depot
    quantity: int
    kilometres: float | None


@dataclass(frozen=True)
class Advice:
    """What to do for a level that runs short. cost: of the purchase, in fen."""

    wanted: int
    sources: Sequence[Source]
    purchase: int
    cost: int


def shortages(person: Any) -> QuerySet[StockLevel]:
    """Levels whose free pieces, in transit, ordered and planned together are below the minimum; each row brings its `advice`, and
    a `request_key` for what is done about it.

    `coming`: ordered and planned, not sent yet. Sources are among the depots that the person sees.
    """
    rows = of_depots(StockLevel.objects.all(), person).select_related("depot__region", "part", "limits")
    rows = rows.filter(depot__is_active=True, part__is_active=True)
    here = FREE + F("in_transit")
    rows = rows.filter(limits__minimum__gt=here).annotate(free=FREE, coming=_ordered() + _planned())
    rows = rows.filter(limits__minimum__gt=here + F("coming"))
    depots: dict[int, Depot] = {}

    def attach(batch: Sequence[StockLevel]) -> None:
        if not depots:
            depots.update({depot.pk: depot for depot in depots_for(person).filter(is_active=True)})
        _advise(batch, depots)

    return attaching(rows, attach)


def _ordered() -> Coalesce:
    expected = ExpectedDelivery.objects.filter(
        depot=OuterRef("depot"), part=OuterRef("part"), state=DeliveryState.EXPECTED
    )
    return _sum(expected.order_by().values("part"), F("quantity") - F("received"))


def _planned() -> Coalesce:
    drafted = TransferLine.objects.filter(
        transfer__to_depot=OuterRef("depot"), transfer__state=TransferState.DRAFT, part=OuterRef("part")
    )
    return _sum(drafted.order_by().values("part"), F("quantity"))


def _sum(rows: QuerySet[Any, Any], pieces: Any) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Sum(pieces)).values("n"), output_field=IntegerField()), 0)


def _advise(batch: Sequence[StockLevel], depots: Mapping[int, Depot]) -> None:
    parts = {level.part_id for level in batch}
    neighbours = Neighbours({depot.pk: _spot(depot) for depot in depots.values()})
    by_part = _shelves(parts, depots)
    found = {part: refills(by_part[part], neighbours) for part in parts}
    for level in batch:
        facts: Any = level
        facts.request_key = uuid4().hex
        facts.advice = _advice(level, found[level.part_id].get(level.depot_id), depots)


def _spot(depot: Depot) -> Spot:
    known = depot.longitude is not None and depot.latitude is not None
    return Spot((depot.longitude or 0.0, depot.latitude or 0.0) if known else None, depot.region_id)


def _shelves(parts: Iterable[int], depots: Mapping[int, Depot]) -> Mapping[int, list[Shelf]]:
    coming, leaving = _ahead(parts)
    rows = StockLevel.objects.filter(part_id__in=parts, depot_id__in=depots).values_list(
        "depot_id", "part_id", "on_hand", "reserved", "in_transit", "limits__minimum", "limits__target"
    )
    shelves = defaultdict(list)
    for depot, part, on_hand, reserved, in_transit, minimum, target in rows:
        level, limits = Level(on_hand, reserved, in_transit), Limits(minimum or 0, target or 0)
        shelves[part].append(Shelf(depot, level, limits, coming[depot, part], leaving[depot, part]))
    return shelves


def _ahead(parts: Iterable[int]) -> tuple[Mapping[Pair, int], Mapping[Pair, int]]:
    """Pieces that are ordered or planned to come to a depot, and free ones that are planned to leave it."""
    coming: dict[Pair, int] = defaultdict(int)
    leaving: dict[Pair, int] = defaultdict(int)
    expected = ExpectedDelivery.objects.filter(part__in=parts, state=DeliveryState.EXPECTED)
    for depot, part, quantity, received in expected.values_list("depot_id", "part_id", "quantity", "received"):
        coming[depot, part] += quantity - received
    drafts = TransferLine.objects.filter(part__in=parts, transfer__state=TransferState.DRAFT)
    for source, to_depot, part, quantity, reservation in drafts.values_list(
        "transfer__source_id", "transfer__to_depot_id", "part_id", "quantity", "reservation_id"
    ):
        coming[to_depot, part] += quantity
        leaving[source, part] += 0 if reservation else quantity
    return coming, leaving


def _advice(level: StockLevel, refill: Refill | None, depots: Mapping[int, Depot]) -> Advice:
    """refill None: somebody filled it up since the list was asked for."""
    if refill is None:
        return Advice(0, [], 0, 0)
    sources = [Source(depots[move.source], move.quantity, move.kilometres) for move in refill.moves]
    return Advice(refill.wanted, sources, refill.purchase, refill.purchase * level.part.price)
