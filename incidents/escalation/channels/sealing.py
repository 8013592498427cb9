"""Secrets at rest: encrypted with a key made from DJANGO_SECRET_KEY, so that a copy of the database alone opens no account.

SECRET_KEY_FALLBACKS open what older keys have sealed.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_PURPOSE = b"incidents.escalation.channels"


class Sealed(Exception):
    """Not to be opened with the keys at hand: the secret has to be entered again."""


def seal(secrets: Mapping[str, str]) -> str:
    return _keys().encrypt(json.dumps(dict(secrets)).encode()).decode() if secrets else ""


def unseal(sealed: str) -> dict[str, str]:
    """Raises Sealed."""
    if not sealed:
        return {}
    try:
        return {str(name): str(value) for name, value in json.loads(_keys().decrypt(sealed.encode())).items()}
    except (InvalidToken, ValueError) as error:
        raise Sealed from error


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)))
