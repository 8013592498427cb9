"""Of notices."""

from emergency_ops.lib.badges import Tone, register
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
