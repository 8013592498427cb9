"""Takes reports: finds their terminals, counts each report once, keeps the newest as the terminal's state."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from emergency_ops.lib.live import changed

from . import store, terminals
from .admission import Verdict
from .decoding import Row
from .keys import Grant
from .limits import Limits, limits
from .merging import Merge
from .refusals import RowRefused
from .reports import Report, unprintable_field

#: a report with the id of its terminal
Entry = tuple[int, Report]
Settled = Verdict | RowRefused


@dataclass
class Outcome:
    """What became of a batch; `rejected` are (index in the batch, code, sentence)."""

    accepted: int = 0
    duplicates: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)


def accept_batch(reports: Sequence[Row], *, key: Grant | None, now: datetime) -> Outcome:
    """Stores the reports that came with `key` (None: may report for every site) at `now`, in one transaction.

    Rows that decoding has refused already are passed through. Late, doubled and out-of-order reports never make a state
    older and are counted once.

    Raises:
        django.db.Error: nothing of the batch was stored.
    """
    return outcome_of(settle([(row, key) for row in reports], now))


def outcome_of(results: Iterable[Settled]) -> Outcome:
    """Counts what became of a batch's rows, in order."""
    outcome = Outcome()
    for index, result in enumerate(results):
        if isinstance(result, RowRefused):
            outcome.rejected.append((index, result.code, str(result)))
        elif result is Verdict.DUPLICATE:
            outcome.duplicates += 1
        else:
            outcome.accepted += 1
    return outcome


def settle(rows: Sequence[tuple[Row, Grant | None]], now: datetime) -> list[Settled]:
    """What becomes of each row; rows of several requests may be settled together."""
    resolved = _resolved(rows, now)
    entries = [entry for entry in resolved if not isinstance(entry, RowRefused)]
    try:
        verdicts = iter(_record(entries, now))
    except _Vanished:  # a code names another row since we looked it up
        terminals.forget(report.terminal for _, report in entries)
        return settle(rows, now)
    return [entry if isinstance(entry, RowRefused) else _settled(next(verdicts), entry[1]) for entry in resolved]


def _settled(verdict: Verdict, report: Report) -> Settled:
    return RowRefused("too_old_seq", {"seq": report.seq}) if verdict is Verdict.TOO_OLD else verdict


def _resolved(rows: Sequence[tuple[Row, Grant | None]], now: datetime) -> list[Entry | RowRefused]:
    bounds = limits()
    codes = {row.terminal for row, _ in rows if isinstance(row, Report)}
    known = terminals.find(codes, time.monotonic())
    return [
        row if isinstance(row, RowRefused) else _checked(row, known.get(row.terminal), grant, now, bounds)
        for row, grant in rows
    ]


def _checked(
    report: Report, terminal: terminals.Known | None, grant: Grant | None, now: datetime, bounds: Limits
) -> Entry | RowRefused:
    if terminal is None:
        return RowRefused("unknown_terminal", {"terminal": report.terminal})
    if grant is not None and grant.sites is not None and terminal.site_id not in grant.sites:
        return RowRefused("not_your_site", {"terminal": report.terminal})
    if terminal.retired:
        return RowRefused("retired_terminal", {"terminal": report.terminal})
    if report.at - now > bounds.max_ahead:
        return RowRefused("time_ahead", {"at": report.at.isoformat()})
    if now - report.at > bounds.max_behind:
        return RowRefused("time_behind", {"at": report.at.isoformat()})
    if (report.payments or report.components) and (field := unprintable_field(report)):
        return RowRefused("malformed_row", {"field": field, "reason": "control character"})
    return terminal.pk, report


def _record(entries: Sequence[Entry], now: datetime) -> list[Verdict]:
    """The verdict on each entry, once the counting ones are stored.

    A terminal's first report finds no row to lock: an empty one is committed first, so that nobody ever waits for a lock
    while holding an insert.
    """
    by_terminal: defaultdict[int, list[int]] = defaultdict(list)
    for position, (terminal_id, _report) in enumerate(entries):
        by_terminal[terminal_id].append(position)
    ids = sorted(by_terminal)
    merge = _merged(entries, by_terminal, ids, now)
    if merge is None:
        store.prepare_new(ids, now)
        merge = _merged(entries, by_terminal, ids, now)
    if merge is None:
        raise _Vanished
    return [merge.verdicts[position] for position in range(len(entries))]


def _merged(
    entries: Sequence[Entry], by_terminal: Mapping[int, Sequence[int]], ids: Sequence[int], now: datetime
) -> Merge | None:
    """One transaction: lock, decide, write. None when a terminal has no state yet."""
    merge = Merge(now)
    if not ids:
        return merge
    with store.transaction():
        states = store.lock(ids)
        if len(states) < len(ids):
            return None
        for state in states:
            merge.take(state, [(position, entries[position][1]) for position in by_terminal[state.terminal_id]])
        if merge.updates:
            store.update_states(merge.updates)
        if merge.payments:
            store.count_payments(merge.rows())
        if merge.changes:
            store.note_changes(merge.changes)
    if merge.changes:
        changed("terminals", *(f"terminal.{change.terminal_id}" for change in merge.changes))
    return merge


class _Vanished(Exception):
    """A terminal that was known is not there any more."""
