"""Works out, from stored states and new reports, what is to be written. Pure: no database, no clock."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from incidents.monitoring.choices import Condition
from incidents.monitoring.rules import condition_of

from .admission import Ledger, Verdict, admit, packed, unpacked
from .reports import Report
from .store import Change, Payment, State, Update

#: a longer gap between two reports is an outage, not a rhythm
LONGEST_INTERVAL = 3600.0
#: weight of the newest gap in the smoothed interval
SMOOTHING = 0.2
NOTHING_WRONG = "{}"


class Merge:
    """Collects the writes for one batch. `verdicts` is by the reports' positions in it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.verdicts: dict[int, Verdict] = {}
        self.updates: list[Update] = []
        self.changes: list[Change] = []
        self.payments: dict[tuple[int, int, str], tuple[int, int]] = {}

    def take(self, state: State, reports: Iterable[tuple[int, Report]]) -> None:
        """Decides on one terminal's reports, in the order in which they came."""
        ledger = before = unpacked(state.seq, state.at, state.seen)
        newest: Report | None = None
        interval, condition, since = state.interval, state.condition, state.condition_since
        for position, report in reports:
            earlier = ledger
            verdict, ledger = admit(ledger, report.seq, report.at)
            self.verdicts[position] = verdict
            if verdict is Verdict.NEWEST:
                newest = report
                interval = smoothed(interval, earlier, report)
                changed = condition_of(report.device, report.components, report.network.state)
                if changed != condition:
                    self._note(state.terminal_id, condition, changed, report)
                    condition, since = changed, report.at
            if verdict in (Verdict.NEWEST, Verdict.LATE):
                self._count(state.terminal_id, report)
        if ledger != before:
            self._update(state.terminal_id, ledger, newest, interval, condition, since)

    def rows(self) -> list[Payment]:
        """The payments as rows of minute windows."""
        minutes = {minute: datetime.fromtimestamp(minute * 60, UTC) for minute, _, _ in self.payments}
        return [
            Payment(minutes[minute], terminal_id, method, ok, failed)
            for (minute, terminal_id, method), (ok, failed) in self.payments.items()
        ]

    def _count(self, terminal_id: int, report: Report) -> None:
        minute = int(report.at.timestamp()) // 60
        for method, paid in report.payments.items():
            if paid.ok or paid.failed:
                key = (minute, terminal_id, method)
                ok, failed = self.payments.get(key, (0, 0))
                self.payments[key] = ok + paid.ok, failed + paid.failed

    def _note(self, terminal_id: int, condition: str, changed: Condition, report: Report) -> None:
        components = _json(report)
        self.changes.append(Change(terminal_id, report.at, condition, changed.value, report.device, components))

    def _update(
        self,
        terminal_id: int,
        ledger: Ledger,
        newest: Report | None,
        interval: float,
        condition: str,
        since: datetime | None,
    ) -> None:
        current = ledger.current
        assert current is not None  # noqa: S101 - a report has just been counted
        self.updates.append(
            Update(
                terminal_id,
                current.seq,
                packed(ledger),
                current.at,
                self.now,
                interval,
                self.now if newest else None,
                newest.device if newest else None,
                _json(newest) if newest else None,
                newest.network.state if newest else None,
                newest.network.latency_ms if newest else None,
                str(condition),
                since,
            )
        )


def smoothed(interval: float, ledger: Ledger, report: Report) -> float:
    """Seconds between two reports, drawn towards the gap between this one and the one numbered just before it."""
    current = ledger.current
    if current is None or report.seq != current.seq + 1:
        return interval
    gap = (report.at - current.at).total_seconds()
    if not 1 <= gap <= LONGEST_INTERVAL:
        return interval
    return gap if current.bits == 1 else interval + SMOOTHING * (gap - interval)


def _json(report: Report) -> str:
    return msgspec.json.encode(report.components).decode() if report.components else NOTHING_WRONG
