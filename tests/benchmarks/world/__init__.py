"""One large world in a database of its own, made in a minute with a statement a table, and thrown away afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

from resources.network.divisions import names
from resources.network.models import Region

from . import people, places, publishing, response, stock, watching

NAME = "bench_pages"
PARTS = (places, people, watching, response, stock, publishing)


@contextmanager
def world(*, keep: bool = False) -> Iterator[None]:
    """The default connection leads into the world; with `keep` the database stays, and is used again as it is."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    fresh = _made(usual)
    connection.settings_dict["NAME"] = NAME
    try:
        if fresh:
            _fill()
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        if not keep:
            _administer(f"DROP DATABASE {NAME}")


def _made(template: str) -> bool:
    """Whether the database had to be made, with the tables of the usual one."""
    with _administration() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone():
            return False
    _administer(f'CREATE DATABASE {NAME} TEMPLATE "{template}"')
    return True


@contextmanager
def _administration() -> Iterator[Any]:
    with connections["default"]._nodb_cursor() as cursor:
        yield cursor


def _administer(statement: str) -> None:
    with _administration() as cursor:
        cursor.execute(statement)


def _fill() -> None:
    for command in ("load_sample", "load_plan", "load_notice_templates"):
        call_command(command, stdout=StringIO())
    Region.objects.bulk_create((Region(code=code, name=name) for code, name in names().items()), ignore_conflicts=True)
    with connection.cursor() as cursor:
        # what refers to what is right by construction; checking it row by row would take longer than all the rest
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        for part in PARTS:
            for one in part.FILLS:
                one.into(cursor)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
