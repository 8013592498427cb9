"""The only writers of deliveries and public accounts."""

from .accounts import AccountData, save_account, set_enabled, try_out
from .by_hand import give_up, handle_by_hand, say_gone, say_out, send_again
from .carrying import claim, look_up, mark_stale, settle
from .queueing import publish, replace, withdraw

__all__ = [
    "AccountData", "claim", "give_up", "handle_by_hand", "look_up", "mark_stale", "publish", "replace", "save_account",
    "say_gone", "say_out", "send_again", "set_enabled", "settle", "try_out", "withdraw",
]  # fmt: skip
