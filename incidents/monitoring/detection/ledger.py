"""Warnings kept in memory: what a series of passes comes to where nothing is to be written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .facts import Hypothesis, Known, Opening, Outcome


def memory_of(hypothesis: Hypothesis) -> dict[str, Any]:
    """What later passes must know of a warning that was opened for that."""
    return {
        "kind": hypothesis.kind,
        "by": hypothesis.group.by,
        "key": hypothesis.group.key,
        "method": hypothesis.group.method,
        "codes": sorted(hypothesis.codes),
        "failed": hypothesis.failed,
        "tried": hypothesis.tried,
        "methods": dict(hypothesis.methods),
    }


class Ledger:
    """Applies outcomes, as the database does. `evidence` is that of each warning's last opening or growth."""

    def __init__(self) -> None:
        self.warnings: list[Known] = []
        self.evidence: list[Hypothesis] = []

    def apply(self, outcome: Outcome, now: float) -> None:
        """Take in what a pass at `now` decided."""
        for clearing in outcome.clearings:
            self._replace(clearing.warning, cleared=now)
        for opening in outcome.openings:
            self._open(opening, now)
        for change in outcome.changes:
            if change.memory is not None:
                self._replace(change.warning, memory={**self.warnings[change.warning - 1].memory, **change.memory})

    def recent(self, since: float) -> Sequence[Known]:
        """Open warnings, and those cleared after that moment."""
        return [w for w in self.warnings if w.cleared is None or w.cleared > since]

    def _open(self, opening: Opening, now: float) -> None:
        h = opening.hypothesis
        fields: dict[str, Any] = {
            "kind": h.kind,
            "group": h.group,
            "scope": opening.scope,
            "category": h.category,
            "terminals": opening.terminals,
            "memory": memory_of(h),
        }
        if opening.warning is None:
            number = len(self.warnings) + 1
            self.warnings.append(Known(id=number, began=h.began, opened=now, cleared=None, **fields))
            self.evidence.append(h)
            return
        self._replace(opening.warning, **fields)
        self.evidence[opening.warning - 1] = h
        for part in opening.absorbs:
            self._replace(part, cleared=now)

    def _replace(self, number: int, **fields: Any) -> None:
        self.warnings[number - 1] = replace(self.warnings[number - 1], **fields)
