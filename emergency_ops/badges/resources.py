"""Of the network, people and things."""

from emergency_ops.lib.badges import Tone, register
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
