"""Table of contents of the slices' models."""

from .escalation.channels.models import AcknowledgeLink, ChannelAccount, ChannelHandle, EmailTrial
from .escalation.models import (
    Acknowledgement,
    AuditFinding,
    ContactPreference,
    Deadline,
    EscalationPolicy,
    Heartbeat,
    OutboxMessage,
    PolicyChoice,
    PolicyVersion,
    Unreachable,
)
from .monitoring.external.models import AlertSource, ExternalAlert, LabelRule, TakenEvent
from .monitoring.models import (
    FleetBaseline,
    IntakeKey,
    MinuteWindow,
    PaymentDay,
    PaymentSum,
    Rule,
    RuleVersion,
    Signal,
    SummedPeriod,
    TerminalEvent,
    TerminalState,
    Warning,
    WarningEvent,
    WarningTerminal,
)
from .monitoring.patrols.models import (
    Checklist,
    FindingEvent,
    PatrolEntry,
    PatrolFinding,
    PatrolRound,
    PatrolSetting,
    RoundEvent,
)
from .response.command.models import CommandTransfer, RoleHolder
from .response.counters.models import Counter, Queue, Ticket, TicketCall, Window
from .response.counters.models_offline import WindowRecord
from .response.counters.models_opening import CashCount, CheckDefault, CounterCheck, CounterEquipment, CounterStaff
from .response.diagnosis.models import TerminalCommand, TerminalScreen
from .response.dispatch.models import Dispatch, PartReplacement
from .response.extent.models import LeftOut
from .response.hotline.models import Call, CallBack, CallBackAttempt, FaqEntry, Hotline, Script
from .response.joining.models import RelatedIncident
from .response.models import FormerRun, GradeRule, Incident, IncidentTerminal, NumberSeries, Substitute, TimelineEntry
from .response.offline.models import SentDeed
from .response.online.models import EmergencyCode, OnlineChannel, ScanCount, SubstituteChannel
from .response.plans.models import Plan, PlanEvent, PlanStep, PlanVersion
from .response.tasks.models import Task, TaskCheck, TaskOffer
from .response.webhooks.models import WebhookCall, WebhookEndpoint

__all__ = [
    "AcknowledgeLink",
    "Acknowledgement",
    "AlertSource",
    "AuditFinding",
    "Call",
    "CallBack",
    "CallBackAttempt",
    "CashCount",
    "ChannelAccount",
    "ChannelHandle",
    "CheckDefault",
    "Checklist",
    "CommandTransfer",
    "ContactPreference",
    "Counter",
    "CounterCheck",
    "CounterEquipment",
    "CounterStaff",
    "Deadline",
    "Dispatch",
    "EmailTrial",
    "EmergencyCode",
    "EscalationPolicy",
    "ExternalAlert",
    "FaqEntry",
    "FindingEvent",
    "FleetBaseline",
    "FormerRun",
    "GradeRule",
    "Heartbeat",
    "Hotline",
    "Incident",
    "IncidentTerminal",
    "IntakeKey",
    "LabelRule",
    "LeftOut",
    "MinuteWindow",
    "NumberSeries",
    "OnlineChannel",
    "OutboxMessage",
    "PartReplacement",
    "PatrolEntry",
    "PatrolFinding",
    "PatrolRound",
    "PatrolSetting",
    "PaymentDay",
    "PaymentSum",
    "Plan",
    "PlanEvent",
    "PlanStep",
    "PlanVersion",
    "PolicyChoice",
    "PolicyVersion",
    "Queue",
    "RelatedIncident",
    "RoleHolder",
    "RoundEvent",
    "Rule",
    "RuleVersion",
    "ScanCount",
    "Script",
    "SentDeed",
    "Signal",
    "Substitute",
    "SubstituteChannel",
    "SummedPeriod",
    "TakenEvent",
    "Task",
    "TaskCheck",
    "TaskOffer",
    "TerminalCommand",
    "TerminalEvent",
    "TerminalScreen",
    "TerminalState",
    "Ticket",
    "TicketCall",
    "TimelineEntry",
    "Unreachable",
    "Warning",
    "WarningEvent",
    "WarningTerminal",
    "WebhookCall",
    "WebhookEndpoint",
    "Window",
    "WindowRecord",
]
