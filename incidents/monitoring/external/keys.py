"""The keys of sources: shown once, stored as SHA-256."""

import secrets

from incidents.monitoring.intake.keys import digest_of

from .models import AlertSource

MARK = "eos_"
PREFIX_LENGTH = 12


def new_secret() -> str:
    return MARK + secrets.token_urlsafe(32)


def source_of(secret: str) -> AlertSource | None:
    """The source that shows this key; None where it is unknown or revoked."""
    if not secret:
        return None
    return AlertSource.objects.filter(digest=digest_of(secret), revoked_at=None).first()
