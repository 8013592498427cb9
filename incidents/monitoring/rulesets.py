"""What the rows of `Rule` mean. Pure.

Parameters by kind, all optional:
    failure_rate  threshold 0.05 (share), window_minutes 60 (5-60), minimum_sample 5 (payments), recovery_seconds 90 (hysteresis: how
                  long payments must be back to usual before a warning clears),
                  groupings ["terminal", "site", "region", "line", "version", "method"]
    fault_code    ignored_codes [], minimum_minutes 0 (how long a fault must last)
    silence       minimum_minutes 3 (how long a single terminal must be silent)

Several rules of a kind: the most watchful value of each parameter counts; a kind without an enabled rule is not watched.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .choices import RuleKind
from .detection.facts import Rules

GROUPINGS: Final = ("terminal", "site", "region", "line", "version", "method")
DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    RuleKind.FAILURE_RATE: {
        "threshold": 0.05,
        "window_minutes": 60,
        "minimum_sample": 5,
        "recovery_seconds": 90,
        "groupings": list(GROUPINGS),
    },
    RuleKind.FAULT_CODE: {"ignored_codes": [], "minimum_minutes": 0},
    RuleKind.SILENCE: {"minimum_minutes": 3},
}


def ruleset(rows: Iterable[tuple[str, bool, Mapping[str, Any]]]) -> Rules:
    """(kind, enabled, parameters) of every rule as one set; without any rule at all the defaults hold."""
    rows = list(rows)
    if not rows:
        return Rules()
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in DEFAULTS}
    for kind, enabled, parameters in rows:
        if enabled:
            by_kind[kind].append({**DEFAULTS[kind], **parameters})
    failures, faults, silence = (by_kind[kind] for kind in DEFAULTS)
    return Rules(
        failures=bool(failures),
        threshold=min((float(r["threshold"]) for r in failures), default=0.05),
        window=max((int(r["window_minutes"]) for r in failures), default=60),
        minimum_sample=min((int(r["minimum_sample"]) for r in failures), default=5),
        recovery_seconds=max((float(r["recovery_seconds"]) for r in failures), default=90.0),
        groupings=frozenset(grouping for r in failures for grouping in r["groupings"]),
        silence=bool(silence),
        silence_minutes=min((float(r["minimum_minutes"]) for r in silence), default=3.0),
        faults=bool(faults),
        ignored_codes=frozenset.intersection(*(frozenset(r["ignored_codes"]) for r in faults))
        if faults
        else frozenset(),
        fault_minutes=min((float(r["minimum_minutes"]) for r in faults), default=0.0),
    )
