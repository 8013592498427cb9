"""What stands on the slip of a transfer and on a count sheet, and who opens them."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from emergency_ops.lib import timing
from resources.documents import registry
from resources.documents.actions import order, printed_language
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.network.models import Site
from resources.staff.models import Person

from .access_moving import stocktakes_for, transfers_for
from .choices import StocktakeState
from .models import Depot, Stocktake, StocktakeLine, Transfer, TransferLine
from .queries_moving import lines_of_stocktake, lines_of_transfer
from .rules.stocktakes import check_state
from .tokens import grouped

STYLE = Path(__file__).parent / "assets" / "moving.css"


def order_slip(transfer: Transfer, *, actor: Person, now: datetime) -> Paper:
    """The slip as the transfer is now; the same slip again is the same paper. Whoever sees the transfer may open it."""
    with printed_language():
        facts = slip_facts(transfer, lines_of_transfer(transfer))
        return order(
            PaperKind.TRANSFER_SLIP,
            facts,
            title=f"{PaperKind.TRANSFER_SLIP.label} {transfer.number}",
            region=None,
            actor=actor,
            now=now,
        )


def slip_facts(transfer: Transfer, lines: Iterable[TransferLine]) -> dict[str, Any]:
    """Everything that is printed, as plain text. `url` is the address in the QR code, `code` what is typed instead."""
    rows = [
        {"code": line.part.code, "name": line.part.name, "unit": line.part.unit, "quantity": line.quantity}
        for line in lines
    ]
    return {
        "number": transfer.number,
        "url": address(transfer),
        "code": grouped(transfer.token),
        "from": _place(transfer.source),
        "to": _place(transfer.destination),
        "carrier": transfer.carrier,
        "expected": timing.full(transfer.expected_at)[:16] if transfer.expected_at else "",
        "reference": transfer.reference,
        "note": transfer.note,
        "sent_by": str(transfer.sent_by or ""),
        "sent_at": timing.full(transfer.sent_at)[:16] if transfer.sent_at else "",
        "lines": rows,
        "pieces": sum(row["quantity"] for row in rows),
    }


def address(transfer: Transfer) -> str:
    """The absolute address that the QR code holds."""
    base: str = settings.SITE_URL
    return base.rstrip("/") + reverse("inventory:scan", args=[transfer.token])


def _place(place: Depot | Site) -> dict[str, str]:
    keeper = place.keeper if isinstance(place, Depot) else None
    return {
        "code": place.code,
        "name": place.name,
        "region": place.region.name,
        "address": place.address,
        "phone": place.phone,
        "keeper": str(keeper or ""),
    }


def order_sheet(stocktake: Stocktake, *, actor: Person, now: datetime) -> Paper:
    """The blind count sheet of the parts that are not counted yet. Raises Refused once the count is finished."""
    check_state(stocktake.state, [StocktakeState.COUNTING], stocktake.number)
    with printed_language():
        facts = sheet_facts(stocktake, lines_of_stocktake(stocktake).filter(counted=None))
        return order(
            PaperKind.COUNT_SHEET,
            facts,
            title=f"{PaperKind.COUNT_SHEET.label} {stocktake.number}",
            region=stocktake.depot.region_id,
            actor=actor,
            now=now,
        )


def sheet_facts(stocktake: Stocktake, lines: Iterable[StocktakeLine]) -> dict[str, Any]:
    """Code, name and unit of every part, and nothing of what the books say. The QR code opens the counting page."""
    path = reverse("inventory:stocktake_count", args=[stocktake.number])
    return {
        "number": stocktake.number,
        "subtitle": stocktake.depot.name,
        "url": settings.SITE_URL.rstrip("/") + path,
        "depot": _place(stocktake.depot),
        "started_at": timing.full(stocktake.started_at)[:16],
        "started_by": str(stocktake.started_by),
        "lines": [{"code": line.part.code, "name": line.part.name, "unit": line.part.unit} for line in lines],
    }


def _opens_slip(person: Person, paper: Paper) -> bool:
    """Whoever sees the transfer: its destination may lie in another region than the paper."""
    return transfers_for(person).filter(number=paper.facts["number"]).exists()


def _opens_sheet(person: Person, paper: Paper) -> bool:
    return stocktakes_for(person).filter(number=paper.facts["number"]).exists()


registry.register(
    PaperKind.TRANSFER_SLIP,
    template="papers/transfer_slip.html",
    css=(STYLE,),
    may_open=_opens_slip,
    back=lambda paper: reverse("inventory:transfer", args=[paper.facts["number"]]),
)
registry.register(
    PaperKind.COUNT_SHEET,
    template="papers/count_sheet.html",
    css=(STYLE,),
    may_open=_opens_sheet,
    back=lambda paper: reverse("inventory:stocktake", args=[paper.facts["number"]]),
)
