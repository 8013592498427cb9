"""Payments that a warning explains already, so that they are held against nobody else."""

import math
from collections.abc import Iterable, Sequence

from .facts import By, Kind, Known, Paid


class Masks:
    """What open warnings explain altogether, and cleared ones up to their end."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._until: dict[tuple[By, str, str], float] = {}
        for warning in known:
            until = math.inf if warning.cleared is None else warning.cleared + 60
            group = warning.group if warning.kind is Kind.FAILURES else warning.group._replace(method="")
            self._until[group] = max(until, self._until.get(group, 0.0))
        self._payers: dict[tuple[int, str], float] = {}
        self._kinds: list[By] = sorted({by for by, _, _ in self._until})

    def explain(self, paid: Paid) -> bool:
        """Whether a warning explains the failures among these payments."""
        payer = (paid.place.terminal, paid.method)
        until = self._payers.get(payer)
        if until is None:
            until = self._payers[payer] = self._explained_until(paid)
        return paid.minute <= until

    def _explained_until(self, paid: Paid) -> float:
        keys = paid.place.keys
        until = -math.inf
        for by in self._kinds:
            for method in ("", paid.method):
                until = max(until, self._until.get((by, keys[by], method), until))
        return until

    def unexplained(self, payments: Iterable[Paid]) -> list[Paid]:
        """The payments that no warning explains."""
        if not self._until:
            return list(payments)
        return [paid for paid in payments if not self.explain(paid)]
