"""Of what is watched: states, warnings, patrols, what others send."""

from emergency_ops.lib.badges import Tone, register
from incidents.monitoring.choices import (
    Category,
    Colour,
    ComponentState,
    Condition,
    Device,
    NetworkState,
    Opening,
    Scope,
)
from incidents.monitoring.external.choices import AlertState, Mapping
from incidents.monitoring.patrols.choices import Outcome, RoundState

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
register("opening", Opening, {Opening.OPEN: (Tone.OK, "check-circle"), Opening.CLOSED: (Tone.NEUTRAL, "clock")})
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
