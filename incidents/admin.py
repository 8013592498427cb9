"""Table of contents of the slices' admin pages."""

from .escalation.admin import (
    AcknowledgementAdmin,
    AuditFindingAdmin,
    DeadlineAdmin,
    OutboxMessageAdmin,
    PolicyVersionAdmin,
)
from .monitoring.admin import IntakeKeyAdmin, RuleAdmin, TerminalEventAdmin, WarningAdmin
from .response.admin import GradeRuleAdmin

__all__ = [
    "AcknowledgementAdmin",
    "AuditFindingAdmin",
    "DeadlineAdmin",
    "GradeRuleAdmin",
    "IntakeKeyAdmin",
    "OutboxMessageAdmin",
    "PolicyVersionAdmin",
    "RuleAdmin",
    "TerminalEventAdmin",
    "WarningAdmin",
]
