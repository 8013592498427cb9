"""Table of contents of the slices' admin pages."""

from .escalation.admin import (
    AcknowledgementAdmin,
    AuditFindingAdmin,
    DeadlineAdmin,
    OutboxMessageAdmin,
    PolicyVersionAdmin,
)
from .response.admin import GradeRuleAdmin

__all__ = [
    "AcknowledgementAdmin",
    "AuditFindingAdmin",
    "DeadlineAdmin",
    "GradeRuleAdmin",
    "OutboxMessageAdmin",
    "PolicyVersionAdmin",
]
