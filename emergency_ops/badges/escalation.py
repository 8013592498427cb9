"""Of deadlines and messages."""

from emergency_ops.lib.badges import Tone, register
from incidents.escalation.channels.choices import Standing
from incidents.escalation.choices import Channel, DeadlineState, MessageState

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
