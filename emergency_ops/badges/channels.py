"""Of deliveries to public channels."""

from emergency_ops.lib.badges import Tone, register
from notices.channels.choices import DeliveryState, PublicChannel

register(
    "public_delivery",
    DeliveryState,
    {
        DeliveryState.QUEUED: (Tone.NEUTRAL, "clock"),
        DeliveryState.SENDING: (Tone.INFO, "paper-airplane"),
        DeliveryState.RETRY_WAIT: (Tone.WARN, "arrow-path"),
        DeliveryState.ACCEPTED: (Tone.INFO, "clock"),
        DeliveryState.PUBLISHED: (Tone.OK, "check-circle"),
        DeliveryState.WITHDRAWN: (Tone.NEUTRAL, "no-symbol"),
        DeliveryState.FAILED: (Tone.DANGER, "x-circle"),
        DeliveryState.UNKNOWN: (Tone.WARN, "question-mark-circle"),
        DeliveryState.BY_HAND: (Tone.WARN, "hand-raised"),
        DeliveryState.CANCELLED: (Tone.NEUTRAL, "minus"),
    },
)
register(
    "public_channel",
    PublicChannel,
    {
        PublicChannel.WECHAT: (Tone.NEUTRAL, "chat-bubble-left-ellipsis"),
        PublicChannel.WEIBO: (Tone.NEUTRAL, "megaphone"),
    },
)
