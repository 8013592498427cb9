"""The only writers of deadlines, messages and acknowledgements."""

from incidents.escalation.queries import standing_acknowledgement

from .deadlines import cancel, fire_next, schedule
from .escalating import acknowledge, start_escalation
from .messages import mark_read, queue_message

__all__ = [
    "acknowledge",
    "cancel",
    "fire_next",
    "mark_read",
    "queue_message",
    "schedule",
    "standing_acknowledgement",
    "start_escalation",
]
