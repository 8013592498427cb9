"""Where what is needed comes from: the plan of rules.solving, as people read it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property

from django.db.models import QuerySet

from . import sourcing_words as words
from .actions.needs import STANDING
from .actions.planning import Take
from .choices import NeedState
from .coverage import coverage_of
from .models import Need
from .rules.needs import Coverage, state_of
from .rules.solving import plan
from .rules.sources import Method, Part, Plan, Supply, Want
from .sourcing_facts import Facts, Shelf, facts_for, item_of
from .sourcing_words import Piece


@dataclass(frozen=True, slots=True)
class Sourced:
    """A need: how far it is covered, what the plan gives it, and why, in sentences."""

    need: Need
    covered: Coverage
    pieces: tuple[Piece, ...] = ()
    unmet: int = 0
    tell: Callable[[], tuple[str, ...]] = tuple

    @property
    def missing(self) -> int:
        return self.covered.missing(self.need.quantity)

    @property
    def why(self) -> tuple[str, ...]:
        """Put into words when somebody wants to read them: the overview of hundreds of needs does not."""
        return self.tell()

    @property
    def chosen(self) -> tuple[str, ...]:
        """A sentence for each piece."""
        return self.why[: len(self.pieces)]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why no nearer depot, what would be next, what no depot has."""
        return self.why[len(self.pieces) :]

    @property
    def state(self) -> NeedState:
        return state_of(self.need.state, self.need.quantity, self.covered)


@dataclass(frozen=True)
class Sourcing:
    """The plan for some needs as of one instant."""

    rows: tuple[Sourced, ...]
    method: Method
    gap: float | None
    made_at: datetime

    @cached_property
    def takes(self) -> tuple[Take, ...]:
        """What can be reserved at once: the parts."""
        return tuple(
            Take(row.need.pk, piece.depot.pk, piece.quantity)
            for row in self.rows
            if row.need.part_id is not None
            for piece in row.pieces
        )

    @property
    def unmet(self) -> int:
        return sum(row.unmet for row in self.rows)

    @property
    def shipments(self) -> int:
        return len({(piece.depot.pk, row.need.site_id) for row in self.rows for piece in row.pieces})

    @property
    def last_at(self) -> datetime | None:
        """When the last piece of the plan arrives."""
        return max((piece.at for row in self.rows for piece in row.pieces), default=None)

    @property
    def sure(self) -> str:
        return words.of_method(self.method, self.gap)

    @cached_property
    def token(self) -> str:
        """Names this plan: a form that is sent twice reserves once."""
        lines = [f"{take.need}:{take.depot}:{take.quantity}" for take in self.takes]
        return hashlib.sha256(f"{self.made_at.isoformat()}|{'|'.join(lines)}".encode()).hexdigest()[:24]


def standing(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Those that are not met yet, with what a plan asks of them."""
    rows = needs.filter(state__in=STANDING).select_related("site__region", "part", "terminal", "created_by")
    return rows.order_by("created_at", "pk")


def source(needs: Sequence[Need], now: datetime) -> Sourcing:
    """Solves all of these needs together. The number of queries does not depend on how many there are."""
    covered = coverage_of(needs)
    missing = {need.pk: covered[need.pk].missing(need.quantity) for need in needs}
    open_needs = [need for need in needs if missing[need.pk]]
    facts = facts_for(open_needs, now)
    wants = [Want(need.pk, need.site_id, item_of(need), missing[need.pk]) for need in open_needs]
    supplies = [Supply(depot, item, pieces) for (depot, item), pieces in facts.free.items()]
    found = plan(wants, supplies, facts.arrivals)
    reader = _Reader(facts, found, {want.id: want for want in wants}, now)
    rows = [
        reader.read(need, covered[need.pk]) if missing[need.pk] else Sourced(need, covered[need.pk]) for need in needs
    ]
    return Sourcing(tuple(rows), found.method, found.gap, now)


class _Reader:
    """Tells of each need what the plan gives it, which depots it passes over, and which would be next."""

    def __init__(self, facts: Facts, found: Plan, wants: Mapping[int, Want], now: datetime) -> None:
        self.facts = facts
        self.found = found
        self.now = now
        self.parts: dict[int, list[Part]] = defaultdict(list)
        self.used: Counter[Shelf] = Counter()
        self.nearest: dict[int, int | None] = {}
        for part in found.parts:
            self.parts[part.want].append(part)
            self.used[part.depot, wants[part.want].item] += part.quantity

    def read(self, need: Need, covered: Coverage) -> Sourced:
        parts = self.parts.get(need.pk, [])
        chosen = {part.depot for part in parts}
        pieces = tuple(self._piece(need, part.depot, part.quantity) for part in parts)
        unmet = self.found.unmet.get(need.pk, 0)

        @cache
        def tell() -> tuple[str, ...]:
            told = words.Told(
                need=need,
                pieces=pieces,
                unmet=unmet,
                passed=self._passed_over(need, chosen),
                spare=self._next_best(need, chosen),
                deliveries=self.facts.deliveries.get(need.part_id or 0, ()),
            )
            return tuple(words.sentences(told, self.now))

        return Sourced(need, covered, pieces, unmet, tell)

    def _piece(self, need: Need, depot: int, quantity: int) -> Piece:
        ends = depot, need.site_id
        far = self.facts.distance[ends]
        return Piece(
            source=self.facts.sources[depot],
            quantity=quantity,
            free=self.facts.free.get((depot, item_of(need)), 0),
            minutes=self.facts.arrivals[ends],
            at=self.now + timedelta(minutes=self.facts.arrivals[ends]),
            kilometres=None if far is None else round(far),
        )

    def _passed_over(self, need: Need, chosen: set[int]) -> tuple[words.Passed, ...]:
        """The depot that is nearest, whatever it holds, and the one that would be soonest, where the plan takes neither."""
        item, site = item_of(need), need.site_id
        holders = self.facts.holders.get(item, ())
        able = [depot for depot in holders if (depot, item) in self.facts.free]
        nearest = self._nearest(site)
        soonest = min(able, key=lambda depot: (self.facts.arrivals[depot, site], depot), default=None)
        latest = max((self.facts.arrivals[depot, site] for depot in chosen), default=0)
        passed = [depot for depot in dict.fromkeys((nearest, soonest)) if depot is not None and depot not in chosen]
        return tuple(
            words.Passed(
                self._piece(need, depot, 0),
                holds=depot in holders,
                later=self.facts.arrivals[depot, site] >= latest,
            )
            for depot in passed
        )

    def _nearest(self, site: int) -> int | None:
        """None where no distance is known."""
        if site not in self.nearest:
            known = [
                (far, depot) for depot in self.facts.sources if (far := self.facts.distance[depot, site]) is not None
            ]
            self.nearest[site] = min(known)[1] if known else None
        return self.nearest[site]

    def _next_best(self, need: Need, chosen: set[int]) -> Piece | None:
        """The soonest of the other depots that the plan leaves a piece."""
        item = item_of(need)
        left = [
            (self.facts.arrivals[depot, need.site_id], depot)
            for depot in self.facts.holders.get(item, ())
            if depot not in chosen and self.facts.free.get((depot, item), 0) > self.used[depot, item]
        ]
        return self._piece(need, min(left)[1], 0) if left else None
