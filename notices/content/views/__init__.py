"""Pages of notices."""

from .lists import notices
from .moves import approve, discard, issue, override, rewrite, send_back, submit, withdraw
from .notice import deliveries, diff, notice, places, previews
from .of_incident import incident, panel
from .rules import review_rules
from .writing import create, edit

__all__ = [
    "approve", "create", "deliveries", "diff", "discard", "edit", "incident", "issue", "notice", "notices", "override",
    "panel", "places", "previews", "review_rules", "rewrite", "send_back", "submit", "withdraw",
]  # fmt: skip
