"""The only writers of notices and their documents."""

from .issuing import issue
from .rendering import Lease, claim, retry, take_due

__all__ = ["Lease", "claim", "issue", "retry", "take_due"]
