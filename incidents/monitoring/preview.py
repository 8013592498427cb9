"""What a rule would have raised, before it is saved: the same detection, run over what is recorded of the past.

Payments come from the minute windows, faults from the terminals' changes of condition, silence from recorded silences (a silence
that no rule has noticed is not recorded, so a shorter limit than today's shows too little).
"""

import time
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from .choices import Condition, RuleKind, SignalKind, WarningSource
from .detection import engine
from .detection.facts import Faulty, Group, Heard, Hypothesis, Known, Rules
from .detection.ledger import Ledger
from .evidence import sentence
from .known import LOOK_BACK, evidence_of
from .models import Signal, TerminalEvent
from .rulesets import ruleset
from .watching import DatabaseReader, moment, place_of, said_of

FINEST: Final = timedelta(minutes=5)
BUDGET: Final = 2.0  # seconds; the steps are made longer to keep it


@dataclass(frozen=True)
class PreviewedWarning:
    """A warning that would have been raised. `label` is its evidence in words."""

    label: str
    scope: str
    category: str
    payment_method: str
    opened_at: datetime
    cleared_at: datetime | None
    terminals: int


def what_would_have(
    kind: str, parameters: Mapping[str, Any], since: datetime, until: datetime
) -> list[PreviewedWarning]:
    """The warnings that a rule of that kind, with these parameters and no other rule, would have raised, oldest first.

    Takes about two seconds at most: in a large fleet the past is looked at in longer steps.
    """
    past = _Past(since, until) if kind != RuleKind.FAILURE_RATE else None
    rules, ledger = _only(kind, parameters), Ledger()
    at, began, step = since + FINEST, time.monotonic(), FINEST
    while at <= until:
        reader = _PastReader(at, rules, ledger, past)
        ledger.apply(engine.run(reader, at.timestamp()), at.timestamp())
        step = _step(at, until, time.monotonic() - began, since)
        at += step
    return [_previewed(warning, ledger.evidence[warning.id - 1]) for warning in ledger.warnings]


def _step(at: datetime, until: datetime, spent: float, since: datetime) -> timedelta:
    """As fine as the rest of the budget allows, by what the steps up to now have cost each."""
    done = max(1, (at - since) // FINEST)
    left = max(0.05, BUDGET - spent)
    steps = max(1.0, left / (spent / done)) if spent > 0 else 1.0
    return max(FINEST, (until - at) / steps)


def _only(kind: str, parameters: Mapping[str, Any]) -> Rules:
    return ruleset([(other, other == kind, parameters if other == kind else {}) for other in RuleKind.values])


def _previewed(warning: Known, hypothesis: Hypothesis) -> PreviewedWarning:
    return PreviewedWarning(
        label=sentence(evidence_of(hypothesis, None)),
        scope=warning.scope,
        category=warning.category,
        payment_method=warning.group.method,
        opened_at=moment(warning.opened),
        cleared_at=moment(warning.cleared) if warning.cleared is not None else None,
        terminals=len(warning.terminals),
    )


class _Past:
    """Who was silent and who was broken when, read once."""

    def __init__(self, since: datetime, until: datetime) -> None:
        shown = Signal.objects.filter(kind=SignalKind.SILENCE, source=WarningSource.REPORTS)
        signals = shown.filter(began_at__lt=until).exclude(ended_at__lt=since)
        self._silences = [
            (row.terminal_id, row.began_at, row.ended_at or until)
            for row in signals.only("terminal_id", "began_at", "ended_at")
        ]
        self._events: dict[int, list[TerminalEvent]] = {}
        events = TerminalEvent.objects.filter(at__range=(since - timedelta(days=1), until))
        for event in events.select_related("terminal__site").order_by("at", "id"):
            self._events.setdefault(event.terminal_id, []).append(event)

    def silent(self, at: datetime) -> Mapping[int, datetime]:
        """{terminal: since when} of those that were silent then."""
        return {terminal: began for terminal, began, ended in self._silences if began <= at < ended}

    def faulty(self, at: datetime) -> list[Faulty]:
        """Those whose newest report before that moment was not all right."""
        found = []
        for events in self._events.values():
            index = bisect_right(events, at, key=lambda event: event.at)
            if index and events[index - 1].condition_to not in (Condition.IN_SERVICE, Condition.MAINTENANCE):
                found.append(_faulty(events[index - 1], at))
        return found


def _faulty(event: TerminalEvent, at: datetime) -> Faulty:
    place = place_of(event.terminal)
    parts = dict(said_of(event.components))
    return Faulty(place, at.timestamp(), event.at.timestamp(), event.device, "ok", parts)


class _PastReader(DatabaseReader):
    """The database as it was, as far as it is recorded."""

    def __init__(self, at: datetime, rules: Rules, ledger: Ledger, past: _Past | None) -> None:
        super().__init__(at)
        self._rules, self._ledger, self._past = rules, ledger, past
        self._silent = past.silent(at) if past else {}

    def rules(self) -> Rules:
        return self._rules

    def known(self) -> Sequence[Known]:
        return self._ledger.recent((self._now - LOOK_BACK).timestamp())

    def late(self, slack: float, shortest: float) -> Sequence[Heard]:
        if not self._silent:
            return []
        return [heard for heard in self._all_heard() if heard.place.terminal in self._silent]

    def members(self, groups: Collection[Group]) -> Sequence[Heard]:
        return [self._then(heard) for heard in super().members(groups)]

    def faulty(self) -> Sequence[Faulty]:
        return self._past.faulty(self._now) if self._past and self._rules.faults else []

    def _all_heard(self) -> list[Heard]:
        return [self._then(heard) for heard in super().of_terminals(list(self._silent))]

    def _then(self, heard: Heard) -> Heard:
        began = self._silent.get(heard.place.terminal, self._now)
        return replace(heard, last=began.timestamp())
