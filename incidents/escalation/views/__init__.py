"""Pages: messages, policies, the state of the system."""

from .messages import for_subject, inbox, open_message, read, read_all, unread

__all__ = ["for_subject", "inbox", "open_message", "read", "read_all", "unread"]
