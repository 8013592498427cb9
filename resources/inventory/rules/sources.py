"""Where from: which depot sends what of a part to which site, so that the whole arrives earliest. Pure.

Minimised over all needs together: the minutes until each piece arrives, plus SHIPMENT minutes for every separate shipment (a
depot and a site), so that one car goes rather than three. Every piece that can be met is met: any depot can serve any site, so
what stays unmet of an item is what its demand exceeds its stock by.

Which depots a need may be served from (`_candidates`) loses nothing: take the depots that have the item in the order of their
arrival until they hold as much as all needs of the item want together. A piece from a depot that arrives more than SHIPMENT
minutes after the last of these is never worth it: at least one piece of theirs is left over then, and taking that one
instead costs less, even when it needs a car of its own. So only depots up to that bound are asked.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: minutes that a piece may arrive later to save a shipment
SHIPMENT = 30
#: seconds after which the best answer so far has to do
PATIENCE = 1.2


@dataclass(frozen=True, slots=True)
class Want:
    """`quantity` pieces of an item at a site; id and site are the caller's."""

    id: int
    site: int
    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Supply:
    """What a depot can give of an item."""

    depot: int
    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A want that could be served from a depot: `limit` pieces at most, `minutes` until they are there."""

    want: Want
    depot: int
    minutes: int
    limit: int

    @property
    def shipment(self) -> tuple[int, int]:
        return self.depot, self.want.site

    @property
    def shelf(self) -> tuple[int, str]:
        return self.depot, self.want.item


@dataclass(frozen=True, slots=True)
class Part:
    """`quantity` pieces for a want from a depot, there in `minutes`."""

    want: int
    depot: int
    quantity: int
    minutes: int


class Method(StrEnum):
    """How sure the answer is: proved best, good with a proven bound, or put together need by need."""

    OPTIMAL = "optimal"
    BOUNDED = "bounded"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True)
class Plan:
    """unmet: pieces of a want that no depot has. gap: how much better another plan could be at most, as a share; None unknown."""

    parts: tuple[Part, ...]
    unmet: Mapping[int, int]
    cost: int
    method: Method
    gap: float | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Arcs sorted by want, then arrival. demand and stock by item; shelves: stock by (depot, item)."""

    wants: tuple[Want, ...]
    arcs: tuple[Arc, ...]
    shelves: Mapping[tuple[int, str], int]
    demand: Mapping[str, int]
    stock: Mapping[str, int]

    def is_short(self, item: str) -> bool:
        """Whether there is less of it than is wanted: then every piece that there is goes."""
        return self.stock.get(item, 0) < self.demand[item]


Amounts = Mapping[int, int]


def problem(
    wants: Sequence[Want], supplies: Sequence[Supply], arrivals: Mapping[tuple[int, int], int], *, whole: bool = False
) -> Problem:
    """arrivals: minutes by (depot, site). whole: with every depot for every want, not only those that can matter.

    The answer does not depend on the order of wants and supplies.
    """
    demand: Counter[str] = Counter()
    for want in wants:
        demand[want.item] += want.quantity
    shelves: Counter[tuple[int, str]] = Counter()
    for supply in supplies:
        if supply.item in demand and supply.quantity > 0:
            shelves[supply.depot, supply.item] += supply.quantity
    holders: dict[str, list[int]] = defaultdict(list)
    for depot, item in sorted(shelves):
        holders[item].append(depot)
    ordered = tuple(sorted(wants, key=lambda want: want.id))
    arcs = [
        arc
        for want in ordered
        for arc in _candidates(want, holders[want.item], shelves, arrivals, None if whole else demand[want.item])
    ]
    stock = {item: sum(shelves[depot, item] for depot in depots) for item, depots in holders.items()}
    return Problem(ordered, tuple(arcs), dict(shelves), dict(demand), stock)


def _candidates(
    want: Want,
    depots: Sequence[int],
    shelves: Mapping[tuple[int, str], int],
    arrivals: Mapping[tuple[int, int], int],
    enough: int | None,
) -> list[Arc]:
    """In the order of arrival; up to SHIPMENT minutes after the one with which `enough` pieces are together."""
    found: list[Arc] = []
    held, last = 0, None
    for minutes, depot in sorted((arrivals[depot, want.site], depot) for depot in depots):
        if last is not None and minutes > last + SHIPMENT:
            break
        stock = shelves[depot, want.item]
        found.append(Arc(want, depot, minutes, min(want.quantity, stock)))
        held += stock
        if last is None and enough is not None and held >= enough:
            last = minutes
    return found


def cost_of(arcs: Sequence[Arc], amounts: Amounts) -> int:
    """amounts: pieces by the arc's place in `arcs`."""
    minutes = sum(arcs[place].minutes * pieces for place, pieces in amounts.items())
    return minutes + SHIPMENT * len({arcs[place].shipment for place in amounts})


def greedy(posed: Problem) -> Amounts:
    """Always the soonest piece that is left, whoever wants it."""
    left = dict(posed.shelves)
    wanted = {want.id: want.quantity for want in posed.wants}
    amounts: dict[int, int] = {}
    for place in sorted(range(len(posed.arcs)), key=lambda one: (posed.arcs[one].minutes, one)):
        arc = posed.arcs[place]
        pieces = min(left[arc.shelf], wanted[arc.want.id])
        if pieces:
            amounts[place] = pieces
            left[arc.shelf] -= pieces
            wanted[arc.want.id] -= pieces
    return amounts


def finish(posed: Problem, amounts: Amounts, method: Method, gap: float | None) -> Plan:
    """A plan of the amounts, its parts by want and arrival."""
    unmet = {want.id: want.quantity for want in posed.wants}
    for place, pieces in amounts.items():
        unmet[posed.arcs[place].want.id] -= pieces
    parts = tuple(
        Part(arc.want.id, arc.depot, amounts[place], arc.minutes)
        for place, arc in enumerate(posed.arcs)
        if amounts.get(place)
    )
    missing = {want: pieces for want, pieces in unmet.items() if pieces}
    return Plan(parts, missing, cost_of(posed.arcs, amounts), method, gap)


def deadline() -> float:
    """By the monotonic clock, when solving has to end."""
    return time.monotonic() + PATIENCE
