"""Who may report. Only the SHA-256 of a key is stored; 256 random bits need no slow hash."""

import hashlib
import secrets
from typing import NamedTuple

from django.db import connection

from .limits import limits

MARK = "eok_"
PREFIX_LENGTH = 12
#: last_used_at is written at most this often
_USE_NOTED_EVERY = "1 minute"


class Grant(NamedTuple):
    """A key that is good now: for all sites (None) or for these."""

    key_id: int
    sites: frozenset[int] | None = None


_grants: dict[str, tuple[Grant, float]] = {}


def new_secret() -> str:
    return MARK + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def presented(authorization: str, intake_key: str) -> str:
    """The secret that a request shows in `Authorization: Bearer …` or X-Intake-Key, "" where it shows none."""
    scheme, _, secret = authorization.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else intake_key.strip()


def grant_of(secret: str, clock: float) -> Grant | None:
    """The grant of a key, None where it is unknown or revoked. Asks the database every `key_ttl` seconds."""
    digest = digest_of(secret)
    held = _grants.get(digest)
    if held is not None and clock - held[1] < limits().key_ttl:
        return held[0]
    grant = _load(digest)
    if grant is None:
        _grants.pop(digest, None)
    else:
        _grants[digest] = grant, clock
    return grant


def forget() -> None:
    _grants.clear()


def _load(digest: str) -> Grant | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.id, coalesce(array_agg(s.site_id) FILTER (WHERE s.site_id IS NOT NULL), '{}'),"
            " k.is_bound, k.last_used_at IS NULL OR k.last_used_at < now() - %s::interval"
            " FROM incidents_intakekey k LEFT JOIN incidents_intakekey_sites s ON s.intakekey_id = k.id"
            " WHERE k.digest = %s AND k.revoked_at IS NULL GROUP BY k.id",
            [_USE_NOTED_EVERY, digest],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        key_id, sites, is_bound, unnoted = row
        if unnoted:
            cursor.execute("UPDATE incidents_intakekey SET last_used_at = now() WHERE id = %s", [key_id])
    return Grant(key_id, frozenset(sites) if is_bound else None)
