"""The writers of transfers."""

from .drafting import Wanted, cancel, create, create_from_reservations, edit
from .overdue import tell_next_overdue
from .receiving import recall, receive
from .sending import send

__all__ = [
    "Wanted",
    "cancel",
    "create",
    "create_from_reservations",
    "edit",
    "recall",
    "receive",
    "send",
    "tell_next_overdue",
]
