"""Of notices."""

from emergency_ops.lib.badges import Tone, register
from notices.channels.cap.choices import MessageStatus, MessageType
from notices.channels.screens.choices import TextState
from notices.content.choices import NoticeKind, NoticeStatus
from notices.content.faq.choices import Audience, FaqState
from notices.printing.choices import JobState

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
    "notice_status",
    NoticeStatus,
    {
        NoticeStatus.DRAFT: (Tone.NEUTRAL, "pencil-square"),
        NoticeStatus.REVIEW: (Tone.WARN, "eye"),
        NoticeStatus.APPROVED: (Tone.INFO, "check-circle"),
        NoticeStatus.ISSUED: (Tone.OK, "megaphone"),
        NoticeStatus.SUPERSEDED: (Tone.NEUTRAL, "arrow-path"),
        NoticeStatus.WITHDRAWN: (Tone.DANGER, "x-circle"),
        NoticeStatus.EXPIRED: (Tone.NEUTRAL, "clock"),
        NoticeStatus.DISCARDED: (Tone.NEUTRAL, "trash"),
    },
)

register(
    "notice_kind",
    NoticeKind,
    {
        NoticeKind.ALERT: (Tone.DANGER, "exclamation-triangle"),
        NoticeKind.UPDATE: (Tone.INFO, "arrow-path"),
        NoticeKind.ALL_CLEAR: (Tone.OK, "check-circle"),
        NoticeKind.MAINTENANCE: (Tone.NEUTRAL, "wrench-screwdriver"),
    },
)

register(
    "faq_state",
    FaqState,
    {
        FaqState.PROPOSED: (Tone.WARN, "clock"),
        FaqState.PUBLISHED: (Tone.OK, "check-circle"),
        FaqState.RETURNED: (Tone.SERIOUS, "arrow-uturn-left"),
    },
)

register(
    "faq_audience",
    Audience,
    {
        Audience.PUBLIC: (Tone.INFO, "globe-asia-australia"),
        Audience.AGENTS: (Tone.NEUTRAL, "phone"),
        Audience.NOBODY: (Tone.NEUTRAL, "no-symbol"),
    },
)

register(
    "cap_type",
    MessageType,
    {
        MessageType.ALERT: (Tone.DANGER, "megaphone"),
        MessageType.UPDATE: (Tone.INFO, "arrow-path"),
        MessageType.CANCEL: (Tone.NEUTRAL, "no-symbol"),
    },
)

register(
    "cap_status",
    MessageStatus,
    {
        MessageStatus.ACTUAL: (Tone.OK, "check-circle"),
        MessageStatus.EXERCISE: (Tone.INFO, "academic-cap"),
    },
)

register(
    "screen_text",
    TextState,
    {
        TextState.WANTED: (Tone.NEUTRAL, "clock"),
        TextState.SENT: (Tone.INFO, "paper-airplane"),
        TextState.SHOWN: (Tone.OK, "check-circle"),
        TextState.FAILED: (Tone.DANGER, "x-circle"),
        TextState.COVERED: (Tone.WARN, "eye-slash"),
        TextState.LEAVING: (Tone.WARN, "arrow-path"),
        TextState.CLEARED: (Tone.NEUTRAL, "check"),
        TextState.REPLACED: (Tone.NEUTRAL, "arrows-right-left"),
        TextState.LAPSED: (Tone.WARN, "question-mark-circle"),
        TextState.DROPPED: (Tone.NEUTRAL, "no-symbol"),
    },
)
