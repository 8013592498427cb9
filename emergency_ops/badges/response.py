"""Of incidents and of everything that the response does."""

from emergency_ops.lib.badges import Tone, register
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
