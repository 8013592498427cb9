"""The only writers of texts on screens: what is wanted of them, by notices and by hand, and the sweep that brings it about."""

from .choosing import choose, put_back, retry, take_off
from .reconciling import reconcile, watch
from .wanting import give_up, lapse, publish, replace, withdraw

__all__ = [
    "choose", "give_up", "lapse", "publish", "put_back", "reconcile", "replace", "retry", "take_off", "watch", "withdraw",
]  # fmt: skip
