"""Tone and icon of every value that a page may show as a badge. Imported when the apps are ready (lib.apps)."""

from emergency_ops.lib.badges import Tone, register
from incidents.escalation.channels.choices import Standing
from incidents.escalation.choices import Channel, DeadlineState, MessageState
from incidents.monitoring.choices import Category, Colour, ComponentState, Condition, Device, NetworkState, Scope
from incidents.monitoring.external.choices import AlertState, Mapping
from incidents.monitoring.patrols.choices import Outcome, RoundState
from incidents.response.choices import Grade, ResponseLevel, Status, SubstituteStatus
from incidents.response.command.choices import TransferState as CommandTransferState
from incidents.response.counters.choices import TicketState
from incidents.response.diagnosis.choices import CommandState
from incidents.response.dispatch.choices import DispatchState
from incidents.response.hotline.choices import CallBackState
from incidents.response.online.choices import CodeState
from incidents.response.plans.choices import VersionState
from incidents.response.tasks.choices import TaskState
from incidents.response.webhooks.choices import CallState
from notices.printing.choices import JobState
from resources.documents.choices import PaperState
from resources.inventory.choices import (
    DeliveryState,
    EquipmentCondition,
    EquipmentState,
    MovementKind,
    NeedState,
    ReservationState,
    StocktakeState,
    SupplyState,
    TransferState,
)
from resources.network.choices import TerminalStatus
from resources.staff.choices import AbsenceKind, ActingState, DayKind, HandoverState, SwapState, TrainingResult

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
    "code_state",
    CodeState,
    {
        CodeState.VALID: (Tone.OK, "check-circle"),
        CodeState.EXPIRED: (Tone.WARN, "clock"),
        CodeState.REVOKED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "call_back_state",
    CallBackState,
    {
        CallBackState.WAITING: (Tone.WARN, "clock"),
        CallBackState.TAKEN: (Tone.INFO, "phone"),
        CallBackState.DONE: (Tone.OK, "check-circle"),
        CallBackState.GIVEN_UP: (Tone.NEUTRAL, "no-symbol"),
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
        MessageState.DELIVERED: (Tone.OK, "check-badge"),
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
    {
        Channel.IN_APP: (Tone.NEUTRAL, "inbox"),
        Channel.EMAIL: (Tone.NEUTRAL, "envelope"),
        Channel.SMS: (Tone.NEUTRAL, "device-phone-mobile"),
        Channel.WECOM: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        Channel.DINGTALK: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        Channel.FEISHU: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        Channel.WECOM: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        Channel.DINGTALK: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        Channel.FEISHU: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        Channel.SMS: (Tone.NEUTRAL, "device-phone-mobile"),
        Channel.WEBHOOK: (Tone.NEUTRAL, "link"),
    },
)
register(
    "channel_standing",
    Standing,
    {
        Standing.UNTRIED: (Tone.NEUTRAL, "question-mark-circle"),
        Standing.WORKING: (Tone.OK, "check-circle"),
        Standing.FAILING: (Tone.DANGER, "x-circle"),
        Standing.DISABLED: (Tone.NEUTRAL, "no-symbol"),
    },
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
    "ticket_state",
    TicketState,
    {
        TicketState.WAITING: (Tone.INFO, "clock"),
        TicketState.CALLED: (Tone.WARN, "bell"),
        TicketState.SERVED: (Tone.OK, "check-circle"),
        TicketState.MISSED: (Tone.DANGER, "user-minus"),
        TicketState.LEFT: (Tone.NEUTRAL, "x-circle"),
        TicketState.CLOSED: (Tone.NEUTRAL, "no-symbol"),
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
register(
    "handover_state",
    HandoverState,
    {
        HandoverState.PROPOSED: (Tone.WARN, "clock"),
        HandoverState.ACCEPTED: (Tone.OK, "check-circle"),
        HandoverState.DECLINED: (Tone.DANGER, "x-circle"),
        HandoverState.IMPOSSIBLE: (Tone.DANGER, "exclamation-triangle"),
        HandoverState.RETURNED: (Tone.NEUTRAL, "archive-box"),
        HandoverState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "absence_kind",
    AbsenceKind,
    {
        AbsenceKind.LEAVE: (Tone.INFO, "sun"),
        AbsenceKind.TRIP: (Tone.INFO, "paper-airplane"),
        AbsenceKind.TRAINING: (Tone.INFO, "academic-cap"),
        AbsenceKind.SICK: (Tone.WARN, "heart"),
        AbsenceKind.OTHER: (Tone.NEUTRAL, "ellipsis-horizontal"),
    },
)
register(
    "swap_state",
    SwapState,
    {
        SwapState.ASKED: (Tone.WARN, "clock"),
        SwapState.AGREED: (Tone.OK, "check-circle"),
        SwapState.DECLINED: (Tone.DANGER, "x-circle"),
        SwapState.WITHDRAWN: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "day_kind",
    DayKind,
    {
        DayKind.WORKDAY: (Tone.NEUTRAL, "minus"),
        DayKind.WEEKEND: (Tone.INFO, "moon"),
        DayKind.HOLIDAY: (Tone.OK, "flag"),
        DayKind.MAKEUP: (Tone.WARN, "arrow-uturn-left"),
    },
)
register(
    "training_result",
    TrainingResult,
    {
        TrainingResult.PASSED: (Tone.OK, "check-circle"),
        TrainingResult.FAILED: (Tone.DANGER, "x-circle"),
    },
)
register(
    "transfer_state",
    TransferState,
    {
        TransferState.DRAFT: (Tone.NEUTRAL, "pencil-square"),
        TransferState.SENT: (Tone.INFO, "truck"),
        TransferState.RECEIVED: (Tone.OK, "check-circle"),
        TransferState.SHORT: (Tone.DANGER, "exclamation-triangle"),
        TransferState.RECALLED: (Tone.NEUTRAL, "arrow-uturn-left"),
        TransferState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "reservation_state",
    ReservationState,
    {
        ReservationState.OPEN: (Tone.INFO, "lock-closed"),
        ReservationState.USED: (Tone.OK, "check-circle"),
        ReservationState.RELEASED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "delivery_state",
    DeliveryState,
    {
        DeliveryState.EXPECTED: (Tone.INFO, "clock"),
        DeliveryState.ARRIVED: (Tone.OK, "check-circle"),
        DeliveryState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "stocktake_state",
    StocktakeState,
    {
        StocktakeState.COUNTING: (Tone.INFO, "pencil-square"),
        StocktakeState.COUNTED: (Tone.WARN, "eye"),
        StocktakeState.POSTED: (Tone.OK, "check-circle"),
        StocktakeState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "equipment_state",
    EquipmentState,
    {
        EquipmentState.IN_DEPOT: (Tone.OK, "building-storefront"),
        EquipmentState.OUT: (Tone.INFO, "user"),
        EquipmentState.INSTALLED: (Tone.INFO, "computer-desktop"),
        EquipmentState.MAINTENANCE: (Tone.WARN, "wrench-screwdriver"),
        EquipmentState.LOST: (Tone.DANGER, "question-mark-circle"),
        EquipmentState.SCRAPPED: (Tone.NEUTRAL, "archive-box"),
    },
)
register(
    "equipment_condition",
    EquipmentCondition,
    {
        EquipmentCondition.GOOD: (Tone.OK, "check-circle"),
        EquipmentCondition.WORN: (Tone.WARN, "exclamation-triangle"),
        EquipmentCondition.FAULTY: (Tone.DANGER, "x-circle"),
    },
)
register(
    "movement_kind",
    MovementKind,
    {
        MovementKind.RECEIPT: (Tone.OK, "arrow-down-tray"),
        MovementKind.ISSUE: (Tone.INFO, "arrow-up-tray"),
        MovementKind.RETURN: (Tone.OK, "arrow-uturn-left"),
        MovementKind.TRANSFER_OUT: (Tone.INFO, "truck"),
        MovementKind.TRANSFER_IN: (Tone.OK, "truck"),
        MovementKind.ADJUSTMENT: (Tone.WARN, "scale"),
        MovementKind.SCRAP: (Tone.NEUTRAL, "trash"),
    },
)
register(
    "need_state",
    NeedState,
    {
        NeedState.OPEN: (Tone.DANGER, "exclamation-circle"),
        NeedState.RESERVED: (Tone.INFO, "lock-closed"),
        NeedState.SENT: (Tone.INFO, "truck"),
        NeedState.MET: (Tone.OK, "check-circle"),
        NeedState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "paper_state",
    PaperState,
    {
        PaperState.QUEUED: (Tone.NEUTRAL, "clock"),
        PaperState.RENDERING: (Tone.INFO, "arrow-path"),
        PaperState.READY: (Tone.OK, "printer"),
        PaperState.FAILED: (Tone.DANGER, "x-circle"),
    },
)
register(
    "acting_state",
    ActingState,
    {
        ActingState.PRESENT: (Tone.OK, "check-circle"),
        ActingState.ACTING: (Tone.INFO, "arrows-right-left"),
        ActingState.COVERED: (Tone.WARN, "user-circle"),
        ActingState.GAP: (Tone.DANGER, "exclamation-circle"),
    },
)
register(
    "command_state",
    CommandState,
    {
        CommandState.QUEUED: (Tone.NEUTRAL, "clock"),
        CommandState.FETCHED: (Tone.INFO, "arrow-path"),
        CommandState.DONE: (Tone.OK, "check-circle"),
        CommandState.FAILED: (Tone.DANGER, "x-circle"),
        CommandState.TIMED_OUT: (Tone.WARN, "clock"),
        CommandState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "alert_state",
    AlertState,
    {AlertState.FIRING: (Tone.DANGER, "bell-alert"), AlertState.RESOLVED: (Tone.OK, "check-circle")},
)
register(
    "alert_mapping",
    Mapping,
    {
        Mapping.MAPPED: (Tone.OK, "check"),
        Mapping.UNMAPPED: (Tone.WARN, "question-mark-circle"),
        Mapping.IGNORED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "task_state",
    TaskState,
    {
        TaskState.OPEN: (Tone.WARN, "clock"),
        TaskState.ACCEPTED: (Tone.INFO, "wrench-screwdriver"),
        TaskState.DONE: (Tone.OK, "check-circle"),
        TaskState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "dispatch_state",
    DispatchState,
    {
        DispatchState.OFFERED: (Tone.WARN, "clock"),
        DispatchState.ACCEPTED: (Tone.INFO, "check"),
        DispatchState.UNDER_WAY: (Tone.INFO, "truck"),
        DispatchState.ON_SITE: (Tone.OK, "map-pin"),
        DispatchState.RELEASED: (Tone.NEUTRAL, "check-circle"),
        DispatchState.DECLINED: (Tone.DANGER, "x-circle"),
        DispatchState.UNANSWERED: (Tone.DANGER, "question-mark-circle"),
        DispatchState.WITHDRAWN: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "call_state",
    CallState,
    {
        CallState.QUEUED: (Tone.NEUTRAL, "clock"),
        CallState.SENDING: (Tone.INFO, "paper-airplane"),
        CallState.ACCEPTED: (Tone.OK, "check-circle"),
        CallState.RETRY_WAIT: (Tone.WARN, "arrow-path"),
        CallState.FAILED: (Tone.DANGER, "x-circle"),
    },
)
register(
    "supply_state",
    SupplyState,
    {
        SupplyState.OPEN: (Tone.DANGER, "exclamation-circle"),
        SupplyState.ORDERED: (Tone.WARN, "shopping-cart"),
        SupplyState.PROMISED: (Tone.INFO, "calendar-days"),
        SupplyState.ARRIVED: (Tone.OK, "check-circle"),
        SupplyState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "patrol_state",
    RoundState,
    {
        RoundState.PLANNED: (Tone.INFO, "clock"),
        RoundState.UNDER_WAY: (Tone.WARN, "map"),
        RoundState.DONE: (Tone.OK, "check-circle"),
        RoundState.LATE: (Tone.WARN, "exclamation-triangle"),
        RoundState.MISSED: (Tone.DANGER, "x-circle"),
        RoundState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "patrol_outcome",
    Outcome,
    {
        Outcome.OK: (Tone.OK, "check-circle"),
        Outcome.FINDING: (Tone.DANGER, "exclamation-triangle"),
        Outcome.SKIPPED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "plan_state",
    VersionState,
    {
        VersionState.DRAFT: (Tone.NEUTRAL, "pencil-square"),
        VersionState.IN_REVIEW: (Tone.WARN, "eye"),
        VersionState.APPROVED: (Tone.INFO, "check"),
        VersionState.IN_FORCE: (Tone.OK, "check-circle"),
        VersionState.SUPERSEDED: (Tone.NEUTRAL, "archive-box"),
        VersionState.DISCARDED: (Tone.NEUTRAL, "no-symbol"),
    },
)
register(
    "command_transfer",
    CommandTransferState,
    {
        CommandTransferState.PROPOSED: (Tone.WARN, "clock"),
        CommandTransferState.ACCEPTED: (Tone.OK, "check"),
        CommandTransferState.WITHDRAWN: (Tone.NEUTRAL, "x-mark"),
    },
)
