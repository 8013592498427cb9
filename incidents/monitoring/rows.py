"""How rows of warnings are written, whoever decided it; in the caller's transaction, which has locked the warning."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from .choices import Colour, Scope, WarningEventKind, WarningSource
from .detection.codes import Severity
from .models import Signal, Warning, WarningEvent, WarningTerminal

CHUNK: Final = 5000
_COLOURS: Final = {
    Scope.SINGLE_POINT: Colour.BLUE,
    Scope.SITE_WIDE: Colour.YELLOW,
    Scope.REGIONAL: Colour.ORANGE,
    Scope.NETWORK_WIDE: Colour.RED,
}
_GRAVER: Final = {Colour.BLUE: Colour.YELLOW, Colour.YELLOW: Colour.ORANGE, Colour.ORANGE: Colour.RED}


def colour(scope: str, severity: Severity) -> Colour:
    """By how far it reaches, and one step graver for what is critical."""
    found = _COLOURS[Scope(scope)]
    return _GRAVER.get(found, found) if severity is Severity.CRITICAL else found


def cover(warning: Warning, terminals: Iterable[int], now: datetime) -> None:
    """The warning stands for these terminals too."""
    members = [WarningTerminal(warning=warning, terminal_id=terminal, since=now) for terminal in sorted(terminals)]
    WarningTerminal.objects.bulk_create(members, batch_size=CHUNK, ignore_conflicts=True)


def clear(warning: Warning, now: datetime, into: int | None = None) -> None:
    """The cause is gone, or it turned out to be part of another warning (`into`), which takes the signals over.

    What others have reported under a warning that is over goes on: see `reported.reconciling`.
    """
    if into is not None:
        warning.evidence = {"code": "merged", "params": {"into": into}}
        warning.memory = {**warning.memory, "merged_into": into}
        Signal.objects.filter(warning=warning).update(warning=into)
    warning.cleared_at = now
    warning.save(update_fields=["cleared_at", "evidence", "memory"])
    members = warning.members.filter(until=None).update(until=now)
    Signal.objects.filter(warning=warning, ended_at=None, source=WarningSource.REPORTS).update(ended_at=now)
    tell(warning, WarningEventKind.CLEARED, members, now)


def tell(
    warning: Warning, kind: WarningEventKind, terminals: int, now: datetime, evidence: dict[str, Any] | None = None
) -> None:
    """Append what happened to it; `evidence` where that says something other than the warning as a whole."""
    WarningEvent.objects.create(
        warning=warning,
        kind=kind,
        at=now,
        scope=warning.scope,
        evidence=warning.evidence if evidence is None else evidence,
        terminals=terminals,
    )
