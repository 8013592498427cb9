"""Tone and icon of every value that a page may show as a badge. Imported when the apps are ready (lib.apps)."""

from emergency_ops.lib.badges import Tone, register
from incidents.escalation.choices import Channel, DeadlineState, MessageState
from incidents.monitoring.choices import Category, Colour, ComponentState, Condition, Device, NetworkState, Scope
from incidents.response.choices import Grade, ResponseLevel, Status, SubstituteStatus
from notices.printing.choices import JobState
from resources.network.choices import TerminalStatus

register(
    "incident_status",
    Status,
    {
        Status.SUSPECTED: (Tone.WARN, "question-mark-circle"),
        Status.CONFIRMED: (Tone.DANGER, "exclamation-circle"),
        Status.RESPONDING: (Tone.DANGER, "wrench-screwdriver"),
        Status.RESTORED: (Tone.OK, "check-circle"),
        Status.CLOSED: (Tone.NEUTRAL, "archive-box"),
        Status.FALSE_ALARM: (Tone.NEUTRAL, "no-symbol"),
        Status.MERGED: (Tone.NEUTRAL, "arrows-pointing-in"),
    },
)
register(
    "scope",
    Scope,
    {
        Scope.SINGLE_POINT: (Tone.NEUTRAL, "computer-desktop"),
        Scope.SITE_WIDE: (Tone.WARN, "building-office-2"),
        Scope.REGIONAL: (Tone.DANGER, "map"),
        Scope.NETWORK_WIDE: (Tone.CRITICAL, "globe-asia-australia"),
    },
)
register(
    "grade",
    Grade,
    {
        Grade.I: (Tone.CRITICAL, "fire"),
        Grade.II: (Tone.SERIOUS, "exclamation-circle"),
        Grade.III: (Tone.WARN, "exclamation-triangle"),
        Grade.IV: (Tone.INFO, "information-circle"),
    },
)
register(
    "response_level",
    ResponseLevel,
    {
        ResponseLevel.WARNING_START: (Tone.INFO, "bell"),
        ResponseLevel.LEVEL_1: (Tone.CRITICAL, "flag"),
        ResponseLevel.LEVEL_2: (Tone.SERIOUS, "flag"),
        ResponseLevel.LEVEL_3: (Tone.WARN, "flag"),
        ResponseLevel.LEVEL_4: (Tone.INFO, "flag"),
    },
)
register(
    "condition",
    Condition,
    {
        Condition.IN_SERVICE: (Tone.OK, "check-circle"),
        Condition.DEGRADED: (Tone.WARN, "exclamation-triangle"),
        Condition.OUT_OF_SERVICE: (Tone.DANGER, "x-circle"),
        Condition.OFFLINE: (Tone.DANGER, "signal-slash"),
        Condition.MAINTENANCE: (Tone.INFO, "wrench-screwdriver"),
        Condition.UNKNOWN: (Tone.NEUTRAL, "question-mark-circle"),
    },
)
register(
    "message_state",
    MessageState,
    {
        MessageState.QUEUED: (Tone.NEUTRAL, "clock"),
        MessageState.SENDING: (Tone.INFO, "paper-airplane"),
        MessageState.ACCEPTED: (Tone.OK, "check-circle"),
        MessageState.RETRY_WAIT: (Tone.WARN, "arrow-path"),
        MessageState.FAILED: (Tone.DANGER, "x-circle"),
        MessageState.UNKNOWN: (Tone.WARN, "question-mark-circle"),
        MessageState.WITHDRAWN: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "deadline_state",
    DeadlineState,
    {
        DeadlineState.PENDING: (Tone.INFO, "clock"),
        DeadlineState.FIRED: (Tone.WARN, "bell-alert"),
        DeadlineState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "channel",
    Channel,
    {Channel.IN_APP: (Tone.NEUTRAL, "inbox"), Channel.EMAIL: (Tone.NEUTRAL, "envelope")},
)
register(
    "job_state",
    JobState,
    {
        JobState.QUEUED: (Tone.NEUTRAL, "clock"),
        JobState.RENDERING: (Tone.INFO, "arrow-path"),
        JobState.READY: (Tone.OK, "printer"),
        JobState.FAILED: (Tone.DANGER, "x-circle"),
    },
)
register(
    "colour",
    Colour,
    {
        Colour.RED: (Tone.CRITICAL, "bell-alert"),
        Colour.ORANGE: (Tone.SERIOUS, "exclamation-circle"),
        Colour.YELLOW: (Tone.WARN, "exclamation-triangle"),
        Colour.BLUE: (Tone.INFO, "information-circle"),
    },
)
register(
    "category",
    Category,
    {
        Category.HARDWARE: (Tone.NEUTRAL, "cpu-chip"),
        Category.SOFTWARE: (Tone.NEUTRAL, "code-bracket"),
        Category.EXTERNAL: (Tone.NEUTRAL, "bolt"),
        Category.HUMAN: (Tone.NEUTRAL, "hand-raised"),
    },
)
register(
    "substitute_status",
    SubstituteStatus,
    {
        SubstituteStatus.REQUESTED: (Tone.WARN, "clock"),
        SubstituteStatus.READY: (Tone.INFO, "check"),
        SubstituteStatus.SERVING: (Tone.OK, "check-circle"),
        SubstituteStatus.WITHDRAWN: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "terminal_status",
    TerminalStatus,
    {
        TerminalStatus.IN_SERVICE: (Tone.OK, "play"),
        TerminalStatus.STANDBY: (Tone.INFO, "pause"),
        TerminalStatus.MAINTENANCE: (Tone.WARN, "wrench-screwdriver"),
        TerminalStatus.RETIRED: (Tone.NEUTRAL, "archive-box"),
    },
)
register(
    "component_state",
    ComponentState,
    {
        ComponentState.OK: (Tone.OK, "check-circle"),
        ComponentState.DEGRADED: (Tone.WARN, "exclamation-triangle"),
        ComponentState.FAILED: (Tone.DANGER, "x-circle"),
        ComponentState.MISSING: (Tone.DANGER, "minus"),
        ComponentState.TAMPERED: (Tone.CRITICAL, "shield-exclamation"),
        ComponentState.UNKNOWN: (Tone.NEUTRAL, "question-mark-circle"),
    },
)
register(
    "network_state",
    NetworkState,
    {
        NetworkState.OK: (Tone.OK, "signal"),
        NetworkState.DEGRADED: (Tone.WARN, "exclamation-triangle"),
        NetworkState.DOWN: (Tone.DANGER, "signal-slash"),
    },
)
register(
    "device",
    Device,
    {
        Device.ONLINE: (Tone.OK, "check-circle"),
        Device.OFFLINE: (Tone.DANGER, "signal-slash"),
        Device.POWER_OFF: (Tone.DANGER, "bolt"),
        Device.NO_DEVICE: (Tone.NEUTRAL, "minus"),
        Device.HARDWARE_ERROR: (Tone.DANGER, "cpu-chip"),
        Device.USER_ERROR: (Tone.WARN, "hand-raised"),
        Device.DEVICE_BUSY: (Tone.INFO, "clock"),
        Device.FRAUD_ATTEMPT: (Tone.CRITICAL, "shield-exclamation"),
        Device.POTENTIAL_FRAUD: (Tone.WARN, "shield-exclamation"),
        Device.STARTING: (Tone.INFO, "arrow-path"),
    },
)
