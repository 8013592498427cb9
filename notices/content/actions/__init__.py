"""The only writers of notices."""

from .drafting import discard, draft, edit
from .ending import expire, withdraw
from .issuing import issue, issue_in_emergency
from .reviewing import approve, send_back, submit
from .ruling import require_ruler, set_review_rule

__all__ = [
    "approve", "discard", "draft", "edit", "expire", "issue", "issue_in_emergency", "require_ruler", "send_back",
    "set_review_rule", "submit", "withdraw",
]  # fmt: skip
