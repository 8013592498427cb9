"""What runs short, and how it could be filled up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from .access import depots_for, of_depots
from .attaching import attaching
from .choices import DeliveryState, TransferState
from .models import Depot, ExpectedDelivery, StockLevel, TransferLine
from .queries_stock import FREE, LOW
from .rules.replenishment import Neighbours, Shelf, Spot, refills
from .rules.stock import Level, Limits, spare

Pair = tuple[int, int]
#: free pieces and those on their way
HERE = FREE + F("in_transit")
#: levels below their minimum even with what is on its way; what is low has an index
SHORT = LOW & Q(minimum__gt=HERE)


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
    """Levels that run short: free pieces, in transit, ordered and planned together are below the minimum.

    Each row brings `coming` (ordered or planned, not sent yet), its `advice`, and a `request_key` for what is done about it.
    Sources are among the depots that the person sees.
    """
    rows = of_depots(StockLevel.objects.all(), person).select_related("depot__region", "part", "limits")
    rows = rows.filter(SHORT, depot__is_active=True, part__is_active=True).annotate(free=FREE)
    coming, leaving = _ahead()
    rows = rows.exclude(pk__in=_provided(coming))

    def attach(batch: Sequence[Any]) -> None:
        advise = _Adviser({level.part_id for level in batch}, person, coming, leaving)
        for level in batch:
            level.coming = coming.get((level.depot_id, level.part_id), 0)
            level.request_key = uuid4().hex
            level.advice = advise(level)

    return attaching(rows, attach)


def _ahead() -> tuple[Mapping[Pair, int], Mapping[Pair, int]]:
    """Pieces that are ordered or planned to come to a depot, and free ones that are planned to leave it. Two queries."""
    coming: dict[Pair, int] = defaultdict(int)
    leaving: dict[Pair, int] = defaultdict(int)
    expected = ExpectedDelivery.objects.filter(state=DeliveryState.EXPECTED)
    for depot, part, quantity, received in expected.values_list("depot_id", "part_id", "quantity", "received"):
        coming[depot, part] += quantity - received
    drafts = TransferLine.objects.filter(transfer__state=TransferState.DRAFT)
    for source, to_depot, part, quantity, reservation in drafts.values_list(
        "transfer__source_id", "transfer__to_depot_id", "part_id", "quantity", "reservation_id"
    ):
        coming[to_depot, part] += quantity
        leaving[source, part] += 0 if reservation else quantity
    return coming, leaving


def _provided(coming: Mapping[Pair, int]) -> list[int]:
    """Ids of the levels that have enough with what comes. One query."""
    depots, parts = {depot for depot, _part in coming if depot}, {part for _depot, part in coming}
    rows = StockLevel.objects.filter(SHORT, depot_id__in=depots, part_id__in=parts)
    facts = rows.annotate(here=HERE).values_list("pk", "depot_id", "part_id", "here", "minimum")
    return [pk for pk, depot, part, here, minimum in facts if here + coming.get((depot, part), 0) >= minimum]


class _Adviser:
    """What to do for levels of some parts. Two queries, however many levels."""

    def __init__(self, parts: set[int], person: Any, coming: Mapping[Pair, int], leaving: Mapping[Pair, int]) -> None:
        self.depots = {depot.pk: depot for depot in depots_for(person).filter(is_active=True)}
        shelves = _shelves(parts, self.depots, coming, leaving)
        givers = {shelf.depot for row in shelves.values() for shelf in row if spare(shelf.level, shelf.limits)}
        neighbours = Neighbours({pk: _spot(depot) for pk, depot in self.depots.items()}, givers)
        self.refills = {part: refills(shelves.get(part, ()), neighbours) for part in parts}

    def __call__(self, level: StockLevel) -> Advice:
        refill = self.refills[level.part_id].get(level.depot_id)
        if refill is None:  # somebody filled it up since the list was asked for
            return Advice(0, [], 0, 0)
        sources = [Source(self.depots[move.source], move.quantity, move.kilometres) for move in refill.moves]
        return Advice(refill.wanted, sources, refill.purchase, refill.purchase * level.part.price)


def _spot(depot: Depot) -> Spot:
    known = depot.longitude is not None and depot.latitude is not None
    return Spot((depot.longitude or 0.0, depot.latitude or 0.0) if known else None, depot.region_id)


def _shelves(
    parts: Iterable[int], depots: Iterable[int], coming: Mapping[Pair, int], leaving: Mapping[Pair, int]
) -> Mapping[int, list[Shelf]]:
    """By part: the depots that run short of it or have some to spare; the others have no part in it."""
    matters = Q(minimum__gt=HERE) | Q(free__gt=Coalesce("limits__target", 0))
    rows = StockLevel.objects.annotate(free=FREE).filter(matters, part_id__in=parts, depot_id__in=list(depots))
    shelves = defaultdict(list)
    for depot, part, on_hand, reserved, in_transit, minimum, target in rows.values_list(
        "depot_id", "part_id", "on_hand", "reserved", "in_transit", "minimum", "limits__target"
    ):
        level, limits = Level(on_hand, reserved, in_transit), Limits(minimum, target or 0)
        ahead = coming.get((depot, part), 0), leaving.get((depot, part), 0)
        shelves[part].append(Shelf(depot, level, limits, *ahead))
    return shelves
