"""The code on every page that opens the sheet's state for anybody: still valid, replaced, withdrawn. Unlike the emergency
code it leads to nothing else, so it may be read out and typed.
"""

import secrets
from typing import Final

from django.conf import settings

from incidents.response.online.signing import ALPHABET

CODE_LENGTH: Final = 12
PATH: Final = "/v/"


def new_code() -> str:
    """A random code: 23^12, about 2 × 10^16."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def address_of(code: str) -> str:
    """What the small QR code holds."""
    return f"{settings.SITE_URL.rstrip('/')}{PATH}{code}"
