"""Tokens of links that acknowledge: random, signed so that guesses cost no query, short enough for a text message. Pure."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

_RANDOM = 12
_SIGNATURE = 6
#: what _RANDOM and _SIGNATURE make in base64
LENGTH = 24
_PURPOSE = b"acknowledge by link:"


def make_token() -> str:
    """24 characters of letters, digits, - and _."""
    random = secrets.token_bytes(_RANDOM)
    return base64.urlsafe_b64encode(random + _sign(random)).decode()


def is_ours(token: str) -> bool:
    """Whether this installation made it; nothing about whether it is still good."""
    if len(token) != LENGTH or not token.isascii():
        return False
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except ValueError:
        return False
    return any(hmac.compare_digest(raw[_RANDOM:], _sign(raw[:_RANDOM], key)) for key in _keys())


def digest_of(token: str) -> str:
    """What is stored instead of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _sign(random: bytes, key: str = "") -> bytes:
    return hmac.digest((key or settings.SECRET_KEY).encode(), _PURPOSE + random, hashlib.sha256)[:_SIGNATURE]
