"""The only writers of notices and their documents."""

from .issuing import issue, issue_of, reprint
from .rendering import Lease, claim, retry, take_due

__all__ = ["Lease", "claim", "issue", "issue_of", "reprint", "retry", "take_due"]
