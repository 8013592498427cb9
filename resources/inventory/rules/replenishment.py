"""How depots that run short of a part are filled up: from each other first, then by purchase. Pure, one part at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from .stock import Level, Limits, missing, spare
from .travel import Place, kilometres


@dataclass(frozen=True, slots=True)
class Shelf:
    """A depot's stock of the part. `coming`: pieces that are ordered or about to be sent here; `leaving`: about to leave."""

    depot: int
    level: Level
    limits: Limits
    coming: int = 0
    leaving: int = 0


@dataclass(frozen=True)
class Spot:
    """Where a depot is: (longitude, latitude) where that is known, and its region's code."""

    place: Place | None
    region: str


@dataclass(frozen=True)
class Move:
    """Pieces that another depot can spare; kilometres where both positions are known."""

    source: int
    quantity: int
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class Refill:
    """What a depot needs, who sends it, and what remains to be bought."""

    depot: int
    wanted: int
    moves: Sequence[Move]

    @property
    def purchase(self) -> int:
        return self.wanted - sum(move.quantity for move in self.moves)


class Neighbours:
    """Who is near whom. Worked out for a depot when it is asked for, and kept."""

    def __init__(self, spots: Mapping[int, Spot], givers: Collection[int] | None = None) -> None:
        """givers: those among whom neighbours are looked for; all by default."""
        self._spots = spots
        self._givers = {pk: spot for pk, spot in spots.items() if givers is None or pk in givers}
        self._order: dict[int, Sequence[tuple[int, float | None]]] = {}

    def of(self, depot: int) -> Sequence[tuple[int, float | None]]:
        """The others, the nearest first, with kilometres; without a position, those that share most of the region first."""
        if depot not in self._order:
            here = self._spots[depot]
            (roads,) = kilometres([here.place], [there.place for there in self._givers.values()])
            ranked = sorted(
                (inf, -_shared(here, there), pk) if far is None else (far, 0, pk)
                for (pk, there), far in zip(self._givers.items(), roads, strict=True)
                if pk != depot
            )
            self._order[depot] = [(pk, None if far == inf else far) for far, _apart, pk in ranked]
        return self._order[depot]


def refills(shelves: Iterable[Shelf], neighbours: Neighbours) -> Mapping[int, Refill]:
    """By depot, for those whose free pieces together with what comes are below the minimum.

    Who has least of its minimum is served first, by the nearest depot above its own target, which keeps its target.
    """
    rows = list(shelves)
    stock = {row.depot: left for row in rows if (left := spare(row.level, row.limits) - row.leaving) > 0}
    short = [(row, missing(row.level, row.coming, row.limits)) for row in rows]
    needy = sorted(((row, lack) for row, lack in short if lack), key=lambda pair: _urgency(pair[0]))
    return {row.depot: Refill(row.depot, lack, _moves(row.depot, lack, stock, neighbours)) for row, lack in needy}


def _urgency(row: Shelf) -> tuple[float, int]:
    """The share of the minimum that is free, the least first."""
    return row.level.available / row.limits.minimum, row.depot


def _moves(to: int, lack: int, stock: dict[int, int], neighbours: Neighbours) -> list[Move]:
    """Takes what is sent out of `stock`."""
    moves: list[Move] = []
    for giver, far in neighbours.of(to) if stock else ():
        quantity = min(lack, stock.get(giver, 0))
        if not quantity:
            continue
        lack -= quantity
        moves.append(Move(giver, quantity, far))
        stock[giver] -= quantity
        if not stock[giver]:
            del stock[giver]
        if not lack:
            break
    return moves


def _shared(one: Spot, other: Spot) -> int:
    """How many levels (province, city, district) two regions have in common."""
    return sum(one.region[:end] == other.region[:end] for end in (2, 4, 6))
