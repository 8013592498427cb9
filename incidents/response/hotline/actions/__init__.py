"""The only writers of the hotline: its set-up, calls, call-backs, scripts and answers."""

from .call_backs import give_back, take, take_next, tried
from .calls import Heard, fault_over, log_call
from .lines import count, follow, set_up
from .texts import save_faq, save_script

__all__ = [
    "Heard",
    "count",
    "fault_over",
    "follow",
    "give_back",
    "log_call",
    "save_faq",
    "save_script",
    "set_up",
    "take",
    "take_next",
    "tried",
]
