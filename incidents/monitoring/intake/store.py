"""The statements of the intake. Each takes arrays, so their number does not depend on how many reports there are.

They run on Django's connection (same transaction, same tests), but through psycopg's own cursor: parameters are bound by
the server in binary, statements are prepared, and a transaction takes two round trips (its statements are pipelined).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from django.db import connection

from .limits import limits

#: executions after which a statement is prepared
PREPARE_AFTER = 3


class State(NamedTuple):
    """What is stored of a terminal, as far as the next report needs it."""

    terminal_id: int
    seq: int
    at: datetime
    seen: bytes
    last_heard_at: datetime
    interval: float
    condition: str
    condition_since: datetime | None


class Update(NamedTuple):
    """What becomes of a state. From `received_at` to `condition_since` None keeps what is stored (the report was late)."""

    terminal_id: int
    seq: int
    seen: bytes
    at: datetime
    heard_at: datetime
    interval: float
    received_at: datetime | None
    device: str | None
    components: str | None
    network_state: str | None
    latency_ms: int | None
    condition: str
    condition_since: datetime | None


class Payment(NamedTuple):
    minute: datetime
    terminal_id: int
    method: str
    ok: int
    failed: int


class Change(NamedTuple):
    terminal_id: int
    at: datetime
    condition_from: str
    condition_to: str
    device: str
    components: str


LOCK = """
SELECT terminal_id, seq, at, seen, last_heard_at, "interval", condition, condition_since
FROM incidents_terminalstate WHERE terminal_id = ANY(%b::bigint[]) ORDER BY terminal_id FOR UPDATE
"""
PREPARE_NEW = """
INSERT INTO incidents_terminalstate (terminal_id, seq, seen, at, received_at, last_heard_at, "interval", device, components,
    network_state, condition)
SELECT id, -1, '', %b, %b, %b, 60, '', '{}', 'ok', 'unknown' FROM resources_terminal WHERE id = ANY(%b::bigint[]) ORDER BY id
ON CONFLICT DO NOTHING
"""
UPDATE = """
UPDATE incidents_terminalstate s SET
    seq = n.seq, seen = n.seen, at = n.at, "interval" = n."interval",
    previous_heard_at = s.last_heard_at, last_heard_at = greatest(s.last_heard_at, n.heard_at),
    received_at = coalesce(n.received_at, s.received_at), device = coalesce(n.device, s.device),
    components = coalesce(n.components, s.components), network_state = coalesce(n.network_state, s.network_state),
    latency_ms = CASE WHEN n.received_at IS NULL THEN s.latency_ms ELSE n.latency_ms END,
    condition = n.condition, condition_since = n.condition_since
FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[], %b::timestamptz[], %b::timestamptz[], %b::float8[], %b::timestamptz[],
    %b::text[], %b::jsonb[], %b::text[], %b::int[], %b::text[], %b::timestamptz[])
    AS n(terminal_id, seq, seen, at, heard_at, "interval", received_at, device, components, network_state, latency_ms,
        condition, condition_since)
WHERE s.terminal_id = n.terminal_id
"""
COUNT = """
INSERT INTO incidents_minutewindow AS w (minute, terminal_id, method, ok, failed)
SELECT * FROM unnest(%b::timestamptz[], %b::bigint[], %b::text[], %b::int[], %b::int[])
ON CONFLICT (minute, terminal_id, method) DO UPDATE SET ok = w.ok + excluded.ok, failed = w.failed + excluded.failed
"""
NOTE = """
INSERT INTO incidents_terminalevent (terminal_id, at, condition_from, condition_to, device, components)
SELECT * FROM unnest(%b::bigint[], %b::timestamptz[], %b::text[], %b::text[], %b::text[], %b::jsonb[])
"""


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction, or a savepoint within the one that runs. An error of a statement may come up at its end only."""
    with connection.wrap_database_errors, _raw().pipeline(), _raw().transaction():
        yield


def lock(terminal_ids: Sequence[int]) -> list[State]:
    """The states of these terminals, locked in the order of their ids (all batches lock in that order: no deadlock)."""
    return [State._make(row) for row in _run(LOCK, [list(terminal_ids)]).fetchall()]


def prepare_new(terminal_ids: Sequence[int], now: datetime) -> None:
    """An empty state for terminals that report for the first time, so that there is a row to lock. Commits by itself."""
    _run(PREPARE_NEW, [now, now, now, list(terminal_ids)])


def update_states(updates: Sequence[Update]) -> None:
    _run(UPDATE, _columns(updates))


def count_payments(payments: Iterable[Payment]) -> None:
    _run(COUNT, _columns(sorted(payments)))


def note_changes(changes: Sequence[Change]) -> None:
    _run(NOTE, _columns(changes))


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _run(statement: str, parameters: Sequence[Any]) -> "psycopg.Cursor[tuple[Any, ...]]":
    with connection.wrap_database_errors:
        return psycopg.Cursor(_raw()).execute(statement, parameters, binary=True)


def _raw() -> "psycopg.Connection[tuple[Any, ...]]":
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = connection.connection
    if limits().prepare_statements and raw.prepare_threshold is None:
        raw.prepare_threshold = PREPARE_AFTER
    return raw
