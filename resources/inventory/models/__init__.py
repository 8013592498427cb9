"""Table of contents of the models of things."""

from .equipment import CustodyEntry, Equipment, EquipmentListVersion
from .moving import InventoryEvent, NumberSeries, Stocktake, StocktakeLine, Transfer, TransferLine
from .needs import Need
from .stock import Depot, ExpectedDelivery, PartType, Reservation, StockLevel, StockMinimum, StockMovement
from .supply import SupplyRequest

__all__ = [
    "CustodyEntry",
    "Depot",
    "Equipment",
    "EquipmentListVersion",
    "ExpectedDelivery",
    "InventoryEvent",
    "Need",
    "NumberSeries",
    "PartType",
    "Reservation",
    "StockLevel",
    "StockMinimum",
    "StockMovement",
    "Stocktake",
    "StocktakeLine",
    "SupplyRequest",
    "Transfer",
    "TransferLine",
]
