"""The only writers of dispatches."""

from .missing import item_missing
from .offering import Order, offer, offer_all, send_next
from .stepping import accept, arrive, decline, release, start, withdraw

__all__ = [
    "Order",
    "accept",
    "arrive",
    "decline",
    "item_missing",
    "offer",
    "offer_all",
    "release",
    "send_next",
    "start",
    "withdraw",
]
