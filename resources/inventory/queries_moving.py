"""Reads of transfers and stocktakes, within what a person sees."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .access_moving import stocktakes_for, transfers_for, with_ends
from .choices import TransferState
from .models import InventoryEvent, PartType, Stocktake, StocktakeLine, Transfer, TransferLine

LINE_ORDER = ("part__code", "pk")


def overdue_at(now: datetime) -> Q:
    """Transfers that should have arrived."""
    return Q(state=TransferState.SENT, expected_at__lt=now)


def listed_transfers(person: Any) -> QuerySet[Transfer]:
    """With both ends, and the lines of which `pieces`, `got` and `kinds` are told. Two queries."""
    return with_ends(transfers_for(person)).prefetch_related("lines")


def transfers_in_rows(person: Any) -> QuerySet[Transfer]:
    """As `listed_transfers`, with no more of the ends than their names: a join a place, so that the order's index is used."""
    return transfers_for(person).select_related("source", "to_depot", "to_site").prefetch_related("lines")


def lines_of_transfer(transfer: Transfer) -> list[TransferLine]:
    """With parts and reservations, by the part's code."""
    lines = transfer.lines.select_related("part", "reservation__part", "reservation__depot")
    return list(lines.order_by(*LINE_ORDER))


def with_free(transfer: Transfer, lines: list[TransferLine]) -> list[TransferLine]:
    """The lines of a draft with `free`, the pieces that its source could send now; None where a reservation holds them."""
    parts = [line.part_id for line in lines]
    levels = transfer.source.levels.filter(part__in=parts).values_list("part", F("on_hand") - F("reserved"))
    free = dict(levels)
    for line in lines:
        line.free = None if line.reservation_id else free.get(line.part_id, 0)  # type: ignore[attr-defined]
    return lines


def listed_stocktakes(person: Any) -> QuerySet[Stocktake]:
    """With the depot and people, `lines` to count and `done` of them. One query."""
    lines = StocktakeLine.objects.filter(stocktake=OuterRef("pk")).order_by().values("stocktake")
    people = ("depot__region", "started_by", "counted_by", "posted_by")
    return (
        stocktakes_for(person)
        .select_related(*people)
        .annotate(
            total=Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0),
            done=Coalesce(Subquery(lines.filter(counted__isnull=False).annotate(n=Count("pk")).values("n")), 0),
        )
    )


def lines_of_stocktake(stocktake: Stocktake, text: str = "") -> QuerySet[StocktakeLine]:
    """By the part's code; `text`: only those with this in the part's code or name."""
    lines = stocktake.lines.select_related("part", "counted_by").order_by(*LINE_ORDER)
    for term in text.split()[:5]:
        lines = lines.filter(Q(part__code__icontains=term) | Q(part__name__contains=term))
    return lines


def uncounted(stocktake: Stocktake) -> QuerySet[StocktakeLine]:
    return lines_of_stocktake(stocktake).filter(counted=None)


def variances(stocktake: Stocktake) -> QuerySet[StocktakeLine]:
    """The lines where the count and the books differ."""
    return lines_of_stocktake(stocktake).filter(counted__isnull=False).exclude(counted=F("expected"))


def events_of(kind: str, pk: int) -> QuerySet[InventoryEvent]:
    """What happened to a transfer or stocktake, the latest first."""
    return InventoryEvent.objects.filter(subject_kind=kind, subject_id=pk).select_related("actor")


def part_suggestions() -> Sequence[tuple[str, str]]:
    """Code and name of every part in use, for the page's list of suggestions."""
    return list(PartType.objects.filter(is_active=True).values_list("code", "name"))
