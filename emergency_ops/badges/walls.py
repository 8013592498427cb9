"""Of walls."""

from emergency_ops.lib.badges import Tone, register
from notices.printing.walls.choices import PostingState

register(
    "posting_state",
    PostingState,
    {
        PostingState.TO_PRINT: (Tone.WARN, "printer"),
        PostingState.PRINTED: (Tone.INFO, "document-check"),
        PostingState.POSTED: (Tone.OK, "check-circle"),
        PostingState.TO_TAKE_DOWN: (Tone.SERIOUS, "archive-box-arrow-down"),
        PostingState.TAKEN_DOWN: (Tone.NEUTRAL, "archive-box"),
        PostingState.CANCELLED: (Tone.NEUTRAL, "no-symbol"),
    },
)
