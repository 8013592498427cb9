"""Pages: messages, policies, the state of the system."""

from .messages import for_subject, inbox, open_message, read, read_all, unread
from .policies import policies, policy

__all__ = ["for_subject", "inbox", "open_message", "policies", "policy", "read", "read_all", "unread"]
