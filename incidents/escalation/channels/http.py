"""The one HTTP client for calls that go out. It never raises for what a network or a server does, and never follows a redirect.

answer = post("https://…", json={…}, secrets=(key,))
answer.status, answer.json(), answer.trouble, answer.error
"""

import json as jsonlib
import re
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from .fates import LONGEST_ERROR

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 64 * 1024
USER_AGENT = "emergency-ops/1"
#: never retried and never taken for a lost request: nothing has left this machine
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NOT_ASKED = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)
_SECRETS_IN_ADDRESSES = re.compile(
    r"((?:[?&](?:key|access_token|token|sign|signature|secret)=)|(?:/hook/))[^&\s'\"?/]+", re.IGNORECASE
)


class Trouble(StrEnum):
    """Why there is no answer. refused: the address or a header is no good, nothing was tried.

    not_sent: the request did not go out. unanswered: it did, at least in part, and what became of it is not known.
    """

    NONE = ""
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Answer:
    """An answer, or why there is none (status 0). error: in words, without secrets, at most 300 characters."""

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    trouble: Trouble = Trouble.NONE
    error: str = ""

    def json(self) -> dict[str, Any]:
        """The object in the body; empty for whatever else is there."""
        try:
            found = jsonlib.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def text(self) -> str:
        return self.body[:LONGEST_ERROR].decode("utf-8", "replace").strip()


def post(
    url: str,
    *,
    json: object = None,
    data: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float | None = None,
    secrets: Iterable[str] = (),
) -> Answer:
    """POST once, over a connection of its own (a kept one that was closed meanwhile would leave the outcome open).

    json is sent as UTF-8, else data as it is. timeout: seconds for each read and for the whole answer; None as configured. TLS is verified against
    the system's certificates; answers are cut at 64 KiB; secrets are masked in the error.
    """
    content = jsonlib.dumps(json, ensure_ascii=False).encode() if json is not None else data or b""
    typed = {"Content-Type": "application/json; charset=utf-8"} if json is not None else {}
    return _ask("POST", url, content, {**typed, **(headers or {})}, timeout, secrets, LARGEST_ANSWER)


def get(
    url: str, *, timeout: float | None = None, secrets: Iterable[str] = (), largest: int = LARGEST_ANSWER
) -> Answer:
    """GET once, as `post`; answers are cut at `largest` bytes."""
    return _ask("GET", url, b"", {}, timeout, secrets, largest)


def _ask(
    method: str,
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    timeout: float | None,
    secrets: Iterable[str],
    largest: int,
) -> Answer:
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
    seconds = timeout or settings.CHANNEL_SECONDS
    try:
        _check(url)
        with _client(seconds) as client, client.stream(method, url, content=content, headers=sent) as response:
            body = _bounded(response, time.monotonic() + seconds, largest)
            return Answer(response.status_code, body, {k.lower(): v for k, v in response.headers.items()})
    except (*_NOT_ASKED, UnicodeError) as error:
        return Answer(trouble=Trouble.REFUSED, error=masked(_words(error), secrets))
    except _NOT_SENT as error:
        return Answer(trouble=Trouble.NOT_SENT, error=masked(_words(error), secrets))
    except (httpx.HTTPError, OSError) as error:
        return Answer(trouble=Trouble.UNANSWERED, error=masked(_words(error), secrets))


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without these secrets, and without what looks like one in an address."""
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return _SECRETS_IN_ADDRESSES.sub(r"\1***", text)[:LONGEST_ERROR]


def _check(url: str) -> None:
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise httpx.UnsupportedProtocol("only http:// and https:// with a host")


def _client(timeout: float) -> httpx.Client:
    waits = httpx.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout))
    return httpx.Client(verify=_certificates(), timeout=waits, follow_redirects=False)


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _bounded(response: httpx.Response, end: float, largest: int) -> bytes:
    """The body up to its largest size. One that drips in for longer than the call may take is lost."""
    body = b""
    for chunk in response.iter_raw():
        body += chunk
        if len(body) >= largest:
            return body[:largest]
        if time.monotonic() > end:
            raise httpx.ReadTimeout("the answer takes too long", request=response.request)
    return body


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
