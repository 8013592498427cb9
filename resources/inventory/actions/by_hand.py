"""What a person may write into the ledger by hand; transfers and counts write their rows themselves."""

from collections.abc import Callable, Mapping

from resources.inventory.choices import MovementKind
from resources.inventory.models import StockMovement

from . import ledger

BY_HAND: Mapping[str, Callable[..., StockMovement]] = {
    MovementKind.RECEIPT: ledger.receive,
    MovementKind.ISSUE: ledger.issue,
    MovementKind.RETURN: ledger.give_back,
    MovementKind.ADJUSTMENT: ledger.adjust,
    MovementKind.SCRAP: ledger.scrap,
}
