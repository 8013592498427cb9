"""Limits of the intake: the defaults stand here and nowhere else; settings may replace each (INTAKE_MAX_ROWS = …)."""

from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Self

from django.conf import settings
from django.core.signals import setting_changed

PREFIX = "INTAKE_"


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes and rows, times as timedelta, lifetimes of caches in seconds."""

    max_bytes: int = 4 * 2**20
    max_decompressed_bytes: int = 16 * 2**20
    max_rows: int = 10_000
    max_ahead: timedelta = timedelta(minutes=5)
    max_behind: timedelta = timedelta(hours=24)
    #: a revoked key is refused after this many seconds at the latest, in every process
    key_ttl: float = 3.0
    #: a retired or moved terminal is noticed after this many seconds at the latest; a new one at once
    terminal_ttl: float = 60.0
    #: off behind a pooler that does not know prepared statements (pgbouncer before 1.21)
    prepare_statements: bool = True

    @classmethod
    def of_settings(cls) -> Self:
        names = {field.name: f"{PREFIX}{field.name.upper()}" for field in fields(cls)}
        return cls(**{name: getattr(settings, key) for name, key in names.items() if hasattr(settings, key)})


@cache
def limits() -> Limits:
    return Limits.of_settings()


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting.startswith(PREFIX):
        limits.cache_clear()


setting_changed.connect(_forget)
