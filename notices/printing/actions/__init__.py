"""The only writers of notices and their documents."""

from .issuing import issue
from .rendering import Lease, claim, fail, finish, retry, take_due

__all__ = ["Lease", "claim", "fail", "finish", "issue", "retry", "take_due"]
