"""The emergency QR code: a signed short address of the operator's own payment page.

    https://HOST/e/CODE?t=terminal&s=site&v=service&i=incident&exp=unix seconds&kid=key&sig=…

`sig` is the HMAC-SHA256, base64url without padding, of the whole address up to "&sig=". There is no account, no
phone number and no amount in it; the page behind it decides what may be paid. The first key signs, every key that is
still configured verifies, so a key is rotated by putting a new one in front.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

#: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: the code is also typed from paper
ALPHABET: Final = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH: Final = 8
PARAMETERS: Final = ("t", "s", "v", "i", "exp", "kid", "sig")
NEVER: Final = datetime(2100, 1, 1, tzinfo=UTC)


class BadCode(ValueError):
    """The address was not signed by us, was changed, or is no longer valid; `reason` is a code for programs."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a code says. `terminal` is empty when it stands for several; `service` is "all", a service, or "drill"."""

    code: str
    terminal: str
    site: str
    service: str
    incident: str
    expires_at: datetime


def new_code() -> str:
    """A random code for the path: 23^8, about 78 thousand million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def signed_url(claims: Claims, *, base_url: str, keys: Mapping[str, str], allowed_hosts: Collection[str]) -> str:
    """The address to print. Raises BadCode("host") or BadCode("key") when the settings do not allow one."""
    base = urlsplit(base_url)
    if base.scheme != "https" or base.hostname not in allowed_hosts:
        raise BadCode("host")
    if not keys:
        raise BadCode("key")
    kid, secret = next(iter(keys.items()))
    query = urlencode(
        {
            "t": claims.terminal,
            "s": claims.site,
            "v": claims.service,
            "i": claims.incident,
            "exp": int(claims.expires_at.timestamp()),
            "kid": kid,
        },
        quote_via=quote,
    )
    unsigned = f"{base.scheme}://{base.netloc}{base.path.rstrip('/')}/e/{claims.code}?{query}"
    return f"{unsigned}&sig={_signature(unsigned, secret)}"


def short_url(url: str) -> str:
    """The same address as a person types it: without scheme and parameters."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def verify(url: str, *, keys: Mapping[str, str], allowed_hosts: Collection[str], now: datetime) -> Claims:
    """The claims of an address that one of the keys signed and that has not expired; BadCode says what is wrong.

    Reasons: form, host, key, signature, expired. Nothing of an address is believed before its signature.
    """
    parts, fields = _parse(url)
    if parts.scheme != "https" or parts.hostname not in allowed_hosts:
        raise BadCode("host")
    secret = keys.get(fields["kid"])
    if secret is None:
        raise BadCode("key")
    unsigned, _, signature = url.rpartition("&sig=")
    if not hmac.compare_digest(_signature(unsigned, secret).encode(), signature.encode()):
        raise BadCode("signature")
    claims = _claims(parts.path, fields)
    if claims.expires_at <= now:
        raise BadCode("expired")
    return claims


def _signature(unsigned: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), unsigned.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _parse(url: str) -> tuple[SplitResult, dict[str, str]]:
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    except ValueError as error:
        raise BadCode("form") from error
    if tuple(name for name, _ in pairs) != PARAMETERS or parts.fragment:
        raise BadCode("form")
    return parts, dict(pairs)


def _claims(path: str, fields: Mapping[str, str]) -> Claims:
    code = path.rpartition("/e/")[2]
    try:
        expires_at = datetime.fromtimestamp(int(fields["exp"]), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadCode("form") from error
    return Claims(code, fields["t"], fields["s"], fields["v"], fields["i"], expires_at)
