"""The only writers of notices."""

from .drafting import discard, draft, edit
from .ending import expire, withdraw
from .issuing import issue, issue_in_emergency
from .reviewing import approve, send_back, submit

__all__ = [
    "approve", "discard", "draft", "edit", "expire", "issue", "issue_in_emergency", "send_back", "submit", "withdraw",
]  # fmt: skip
