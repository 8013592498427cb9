"""A schema of one's own beside the real tables, so that a recording can be played without touching them."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps
from django.db import connection

from .intake import terminals

PREFIX: Final = "replay_"
_SLICES: Final = ("resources.network.", "incidents.monitoring.")


@contextmanager
def scratch_schema() -> Iterator[str]:
    """Inside, this connection reads and writes empty copies of the network's and the monitoring's tables.

    The schema is dropped at the end, also after an error; one that a killed process left behind is dropped by the next.
    Rules and regions are copied along.
    """
    _drop_abandoned()
    schema = f"{PREFIX}{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_lock_of(schema)])
        cursor.execute(f"CREATE SCHEMA {schema}")
    try:
        _fill(schema)
        terminals.forget()
        yield schema
    finally:
        terminals.forget()
        _leave(schema)


def _fill(schema: str) -> None:
    tables = _tables()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'CREATE UNLOGGED TABLE {schema}."{table}" (LIKE public."{table}" INCLUDING ALL)')
        cursor.execute(f"INSERT INTO {schema}.resources_region SELECT * FROM public.resources_region")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {schema}.incidents_rule OVERRIDING SYSTEM VALUE SELECT * FROM public.incidents_rule"  # noqa: S608
        )
        cursor.execute(f"SET search_path TO {schema}, public")
        cursor.execute("SET synchronous_commit TO off")


def _leave(schema: str) -> None:
    if connection.connection is None or connection.connection.closed:
        return
    connection.rollback() if connection.in_atomic_block else None
    with connection.cursor() as cursor:
        cursor.execute("RESET search_path")
        cursor.execute("RESET synchronous_commit")
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock_of(schema)])


def _drop_abandoned() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", [f"{PREFIX}%"])
        for (schema,) in cursor.fetchall():
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_lock_of(schema)])
            if cursor.fetchone()[0]:
                cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock_of(schema)])


def _lock_of(schema: str) -> int:
    return int.from_bytes(hashlib.sha256(schema.encode()).digest()[:8], "big", signed=True)


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted(
        model._meta.db_table
        for model in models
        if f"{model.__module__}.".startswith(_SLICES) and model._meta.managed and not model._meta.proxy
    )
