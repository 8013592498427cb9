"""Table of contents of the slices' models."""

from .escalation.models import (
    Acknowledgement,
    AuditFinding,
    Deadline,
    EscalationPolicy,
    Heartbeat,
    OutboxMessage,
    PolicyVersion,
    Unreachable,
)
from .monitoring.models import (
    FleetBaseline,
    IntakeKey,
    MinuteWindow,
    Rule,
    RuleVersion,
    Signal,
    TerminalEvent,
    TerminalState,
    Warning,
    WarningEvent,
    WarningTerminal,
)
from .response.diagnosis.models import TerminalCommand
from .response.models import GradeRule, Incident, IncidentTerminal, NumberSeries, Substitute, TimelineEntry

__all__ = [
    "Acknowledgement",
    "AuditFinding",
    "Deadline",
    "EscalationPolicy",
    "FleetBaseline",
    "GradeRule",
    "Heartbeat",
    "Incident",
    "IncidentTerminal",
    "IntakeKey",
    "MinuteWindow",
    "NumberSeries",
    "OutboxMessage",
    "PolicyVersion",
    "Rule",
    "RuleVersion",
    "Signal",
    "Substitute",
    "TerminalCommand",
    "TerminalEvent",
    "TerminalState",
    "TimelineEntry",
    "Unreachable",
    "Warning",
    "WarningEvent",
    "WarningTerminal",
]
