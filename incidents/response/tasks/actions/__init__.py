"""The only writers of tasks: one function a state change, each in one transaction."""

from .directing import Order, add, add_steps, cancel, extend, reassign, reopen
from .following import cancel_all, follow_merge, follow_posts, settle_at_close
from .working import accept, complete, decline, tick

__all__ = [
    "Order",
    "accept",
    "add",
    "add_steps",
    "cancel",
    "cancel_all",
    "complete",
    "decline",
    "extend",
    "follow_merge",
    "follow_posts",
    "reassign",
    "reopen",
    "settle_at_close",
    "tick",
]
