"""The plan for all needs that a person sees, kept until the books that it was made from have changed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet

from resources.network.regions import name_of_scope

from .actions.planning import Take
from .choices import NeedState
from .models import CustodyEntry, InventoryEvent, Need, StockMovement
from .rules.sources import Method
from .sourcing import Sourced, Sourcing, source, standing
from .sourcing_words import of_method

#: who is on duty and what is open moves arrivals on, without a line in the books
KEPT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Piece:
    depot: int
    name: str
    quantity: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """A need with what the plan gives it, without its rows of the database: small enough to be kept."""

    need: int
    reference: str
    subject: tuple[str, int]
    site: int
    region: str
    is_part: bool
    state: NeedState
    pieces: tuple[Piece, ...]
    unmet: int


@dataclass(frozen=True)
class Overview:
    """The plan as of `made_at`. books: the newest lines of the books that it was made from."""

    rows: Mapping[int, Planned]
    method: Method
    gap: float | None
    made_at: datetime
    books: Sequence[int]

    @property
    def takes(self) -> list[Take]:
        """What can be reserved at once: the parts."""
        found = (row for row in self.rows.values() if row.is_part)
        return [Take(row.need, piece.depot, piece.quantity) for row in found for piece in row.pieces]

    @property
    def unmet(self) -> int:
        return sum(row.unmet for row in self.rows.values())

    @property
    def shipments(self) -> int:
        return len({(piece.depot, row.site) for row in self.rows.values() for piece in row.pieces})

    @property
    def last_at(self) -> datetime | None:
        """When the last piece of the plan arrives."""
        return max((piece.at for row in self.rows.values() for piece in row.pieces), default=None)

    @property
    def sure(self) -> str:
        return of_method(self.method, self.gap)

    @cached_property
    def token(self) -> str:
        """Names this plan: a form that is sent twice reserves once."""
        lines = "|".join(f"{take.need}:{take.depot}:{take.quantity}" for take in self.takes)
        return hashlib.sha256(f"{self.made_at.isoformat()}|{lines}".encode()).hexdigest()[:24]


def overview(needs: QuerySet[Need], prefixes: Sequence[str], now: datetime) -> Overview:
    """For all needs of the regions with these prefixes: the one that is kept, if it still holds."""
    key, books = f"needs:{name_of_scope(prefixes)}", newest_lines()
    found: Overview | None = cache.get(key)
    if found is None or found.books != books or not timedelta() <= now - found.made_at < KEPT:
        found = made(source(list(standing(needs)), now), books)
        cache.set(key, found, KEPT.total_seconds())
    return found


def newest_lines() -> tuple[int, ...]:
    """Of the books that are only added to, where every change of a need, a reservation, a transfer, stock or equipment stands."""
    models = (Need, InventoryEvent, StockMovement, CustodyEntry)
    newest = ", ".join(f"(SELECT coalesce(max(id), 0) FROM {model._meta.db_table})" for model in models)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        return tuple(cursor.fetchone())


def made(plan: Sourcing, books: Sequence[int]) -> Overview:
    return Overview({row.need.pk: _planned(row) for row in plan.rows}, plan.method, plan.gap, plan.made_at, books)


def _planned(row: Sourced) -> Planned:
    need = row.need
    return Planned(
        need=need.pk,
        reference=need.reference,
        subject=(need.subject_kind, need.subject_id),
        site=need.site_id,
        region=need.site.region_id,
        is_part=need.part_id is not None,
        state=row.state,
        pieces=tuple(Piece(piece.depot.pk, piece.depot.name, piece.quantity, piece.at) for piece in row.pieces),
        unmet=row.unmet,
    )
