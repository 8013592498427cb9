"""The report as a terminal posts it. Decoding checks its shape and bounds; what it means is decided in admission.

Vocabularies that XFS4IoT closes (device, states, required action) are closed here. Names that vendors invent (components,
fault codes, payment methods) are free text of bounded length.
"""

from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta, Struct

#: more payments of one method in one report than this are a broken counter (a terminal takes some hundred an hour)
MAX_COUNT = 10_000
MAX_NAMES = 32
MAX_NAME = 20
MAX_CODE = 40

Count = Annotated[int, Meta(ge=0, le=MAX_COUNT)]
Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
Code = Annotated[str, Meta(max_length=MAX_CODE)]


class Payments(Struct, gc=False, frozen=True):
    """Payments by one method since the last report."""

    ok: Count = 0
    failed: Count = 0


class Component(TypedDict):
    """A component that is not ok. A plain dict, because it is stored as it came."""

    state: Literal["ok", "degraded", "failed", "missing", "tampered", "unknown"]
    fault_code: NotRequired[Code | None]
    required_action: NotRequired[Literal["clear", "maintenance"] | None]


class Network(Struct, gc=False, frozen=True):
    state: Literal["ok", "degraded", "down"] = "ok"
    latency_ms: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None


ONLINE = Network()


class Report(Struct, gc=False, frozen=True):
    """One report. (terminal, seq) names it; `at` is the terminal's own time, with zone; unknown fields are ignored."""

    terminal: Annotated[str, Meta(min_length=1, max_length=40)]
    at: Annotated[datetime, Meta(tz=True)]
    seq: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    device: Literal[
        "online",
        "offline",
        "powerOff",
        "noDevice",
        "hardwareError",
        "userError",
        "deviceBusy",
        "fraudAttempt",
        "potentialFraud",
        "starting",
    ]
    components: Annotated[dict[Name, Component], Meta(max_length=MAX_NAMES)] = {}
    network: Network = ONLINE
    payments: Annotated[dict[Name, Payments], Meta(max_length=MAX_NAMES)] = {}


@lru_cache(maxsize=4096)
def printable(name: str) -> bool:
    """Whether a name has no control characters (PostgreSQL stores no NUL, and people read these names)."""
    return name.isprintable()


def unprintable_field(report: Report) -> str:
    """The field that holds a name with control characters; empty where there is none."""
    if not all(map(printable, report.payments)):
        return "payments"
    for name, component in report.components.items():
        if not printable(name) or not printable(component.get("fault_code") or ""):
            return "components"
    return ""
