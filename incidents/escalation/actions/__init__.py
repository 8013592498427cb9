"""The only writers of deadlines, messages and acknowledgements."""

from incidents.escalation.queries import standing_acknowledgement

from .choosing import choose_policy
from .deadlines import cancel, fire_next, retry_now, schedule, schedule_all
from .escalating import acknowledge, start_escalation
from .messages import mark_read, queue_message, send_again
from .rearming import change_policy, rearm

__all__ = [
    "acknowledge",
    "cancel",
    "change_policy",
    "choose_policy",
    "fire_next",
    "mark_read",
    "queue_message",
    "rearm",
    "retry_now",
    "schedule",
    "schedule_all",
    "send_again",
    "standing_acknowledgement",
    "start_escalation",
]
