"""Sample transfers and a stocktake: one that arrived, one on its way, one to be sent, and a count that waits for its review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .actions import stocktakes, transfers
from .choices import TransferState
from .models import Depot, PartType, Transfer


@dataclass(frozen=True)
class Journey:
    """`steps`: how far it is. Sent `hours` ago, expected so many hours later."""

    key: str
    source: str
    to: str
    lines: tuple[tuple[str, int], ...]
    steps: TransferState
    hours: int = 0
    takes: int = 24
    carrier: str = ""


JOURNEYS = (
    Journey("sample:1", "BJK-NJ-01", "BJK-SZ-01", (("PW-300-01", 1),), TransferState.RECEIVED, 50, 6, "公司货车"),
    Journey("sample:2", "BJK-HZ-01", "BJK-SH-02", (("RT-4G-01", 1),), TransferState.SENT, 3, 24, "顺丰速运"),
    Journey("sample:3", "BJK-SZX-01", "BJK-CD-01", (("PW-300-01", 1), ("TS-17-01", 1)), TransferState.DRAFT),
)
COUNTED = "BJK-CD-01"


def load(stores: Mapping[str, Depot], parts: Mapping[str, PartType], now: datetime) -> None:
    """Done by the depots' keepers. What is there stays as it is; depots without a keeper have none."""
    for journey in JOURNEYS:
        ends = stores.get(journey.source), stores.get(journey.to)
        known = Transfer.objects.filter(key=journey.key).exists()
        if not known and all(end and end.keeper for end in ends):
            _travel(journey, stores, parts, now)
    depot = stores.get(COUNTED)
    if depot and depot.keeper and not depot.stocktakes.exists():
        _count(depot, now)


def _travel(journey: Journey, stores: Mapping[str, Depot], parts: Mapping[str, PartType], now: datetime) -> None:
    source, to = stores[journey.source], stores[journey.to]
    sent_at = now - timedelta(hours=journey.hours)
    lines = [transfers.Wanted(parts[code], quantity) for code, quantity in journey.lines]
    made = transfers.create(
        source,
        to,
        lines,
        actor=source.keeper,
        now=sent_at,
        carrier=journey.carrier,
        note="补充安全库存",
        key=journey.key,
    )
    if journey.steps == TransferState.DRAFT:
        return
    due = sent_at + timedelta(hours=journey.takes)
    transfers.send(made, actor=source.keeper, now=sent_at, expected_at=due)
    if journey.steps == TransferState.RECEIVED:
        counts = {line.pk: line.quantity for line in made.lines.all()}
        transfers.receive(made, counts, actor=to.keeper, now=due)


def _count(depot: Depot, now: datetime) -> None:
    """One piece of the first part that has any is not found."""
    taken = stocktakes.start(depot, actor=depot.keeper, now=now, remark="季度盘点", key="sample:1")
    missing = 1
    levels = dict(depot.levels.values_list("part", "on_hand"))
    for line in taken.lines.order_by("pk"):
        held = levels.get(line.part_id, 0)
        lost = min(missing, held)
        missing -= lost
        stocktakes.count(taken, line.pk, held - lost, actor=depot.keeper, now=now)
    stocktakes.finish(taken, actor=depot.keeper, now=now)
