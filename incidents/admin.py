"""Table of contents of the slices' admin pages."""

from .escalation.admin import (
    AcknowledgementAdmin,
    AuditFindingAdmin,
    DeadlineAdmin,
    OutboxMessageAdmin,
    PolicyVersionAdmin,
)

__all__ = ["AcknowledgementAdmin", "AuditFindingAdmin", "DeadlineAdmin", "OutboxMessageAdmin", "PolicyVersionAdmin"]
